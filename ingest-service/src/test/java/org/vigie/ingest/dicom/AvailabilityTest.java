package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.DimseRSP;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.ingest.Instances;
import org.vigie.ingest.Listening;
import org.vigie.ingest.PackagedRules;
import org.vigie.ingest.domain.Expectations;
import org.vigie.ingest.domain.ProtocolState;
import org.vigie.ingest.mr.ProtocolCheck;

/** A sender that says beforehand what a study consists of. */
@Timeout(60)
class AvailabilityTest {
    @TempDir
    Path home;

    @Test
    void whatIsAnnouncedAndHasNotComeIsKnown() throws Exception {
        try (Listening vigie = new Listening(home, Map.of());
                Scu pacs = new Scu("PACS")) {
            Association association =
                    pacs.associate(vigie.port(), UID.InstanceAvailabilityNotification, UID.ImplicitVRLittleEndian);

            assertThat(create(association, notice("1.2", "1.2.1", "1.2.1.1", "1.2.1.2", "1.2.1.3")))
                    .isZero();
            assertThat(create(association, new Attributes())).isEqualTo(0x0120);
            assertThat(create(association, notice("no uid", "1.2.1", "1.2.1.1")))
                    .isEqualTo(0x0106);
            association.release();

            assertThat(vigie.announced())
                    .isEqualTo(Map.of("1.2", Map.of("1.2.1.1", "1.2.1", "1.2.1.2", "1.2.1", "1.2.1.3", "1.2.1")));
            Expectations announced = new Expectations(vigie.announced().getOrDefault("1.2", Map.of()));
            assertThat(announced.missing(Set.of("1.2.1.1"))).contains(new Expectations.Missing(3, 2, Set.of("1.2.1")));
            assertThat(announced.missing(Set.of("1.2.1.1", "1.2.1.2", "1.2.1.3")))
                    .isEmpty();
        }
    }

    @Test
    void aStudyThatLacksAnnouncedImagesIsNotCompleteHoweverWellItCouldBeMeasured() {
        ProtocolCheck check = new ProtocolCheck(PackagedRules.with(Map.of()));
        List<InstanceStored> whole = Instances.completeDwi();
        assertThat(check.check(whole)).isEqualTo(new ProtocolState.Satisfied());

        assertThat(check.check(whole, new Expectations(Map.of("1.2.1.1", "1.2.1", "1.2.1.99", "1.2.1"))))
                .isEqualTo(new ProtocolState.Unsatisfied(List.of("NOT_ARRIVED(1 of 2 announced)"), true));
        assertThat(check.check(whole, new Expectations(Map.of("1.2.8.1", "1.2.8"))))
                .isEqualTo(new ProtocolState.Unsatisfied(List.of("NOT_ARRIVED(1 of 1 announced)"), false));
        assertThat(check.check(whole, new Expectations(Map.of("1.2.1.1", "1.2.1"))))
                .isEqualTo(new ProtocolState.Satisfied());
    }

    private static int create(Association association, Attributes notice) throws IOException, InterruptedException {
        DimseRSP response = association.ncreate(UID.InstanceAvailabilityNotification, null, notice, null);
        response.next();
        return response.getCommand().getInt(Tag.Status, -1);
    }

    private static Attributes notice(String study, String series, String... instances) {
        Attributes notice = new Attributes();
        notice.setString(Tag.StudyInstanceUID, VR.UI, study);
        notice.newSequence(Tag.ReferencedPerformedProcedureStepSequence, 0);
        Sequence all = notice.newSequence(Tag.ReferencedSeriesSequence, 1);
        Attributes one = new Attributes();
        all.add(one);
        one.setString(Tag.SeriesInstanceUID, VR.UI, series);
        Sequence references = one.newSequence(Tag.ReferencedSOPSequence, instances.length);
        for (String instance : instances) {
            Attributes reference = new Attributes();
            references.add(reference);
            reference.setString(Tag.ReferencedSOPClassUID, VR.UI, UID.MRImageStorage);
            reference.setString(Tag.ReferencedSOPInstanceUID, VR.UI, instance);
            reference.setString(Tag.InstanceAvailability, VR.CS, "ONLINE");
            reference.setString(Tag.RetrieveAETitle, VR.AE, "PACS");
        }
        return notice;
    }
}
