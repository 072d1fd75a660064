package org.vigie.diffusion.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.diffusion.domain.Flags;
import org.vigie.diffusion.domain.Shell;

/** What belongs together is measured together, and nothing else. */
class DwiAcquisitionsTest {
    private static final int SLICES = 3;
    private static final Reason AMBIGUOUS = Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "acquisition");

    private final List<DwiFile> files = new ArrayList<>();

    @Test
    void bValuesSplitIntoSeriesAreOneAcquisition() throws IOException {
        series("1", 0, 900, "100000");
        series("2", 800, 400, "100100");

        assertThat(acquisitions()).singleElement().satisfies(a -> {
            assertThat(a.b()).containsExactly(0.0, 800.0);
            assertThat(a.faults()).isEmpty();
        });
    }

    @Test
    void twoSplitAcquisitionsOfOneStudyAreToldApartByTheirTime() throws IOException {
        series("1", 0, 900, "100000");
        series("2", 800, 400, "100100");
        series("3", 0, 700, "103000");
        series("4", 800, 500, "103100");

        List<DwiAcquisition> found = acquisitions();

        assertThat(found).extracting(DwiAcquisition::seriesNumbers).containsExactly(List.of(1, 2), List.of(3, 4));
        assertThat(signal(found.getFirst(), 0)).isEqualTo(900);
        assertThat(signal(found.getLast(), 1)).isEqualTo(500);
    }

    @Test
    void beforeAndAfterContrastAreNeverOne() throws IOException {
        series("1", 0, 900, "100000");
        series("2", 800, 400, "100100");
        series("3", 0, 700, "100000", a -> a.setString(Tag.ContrastBolusAgent, VR.LO, "agent"));
        series("4", 800, 500, "100100", a -> a.setString(Tag.ContrastBolusAgent, VR.LO, "agent"));

        assertThat(acquisitions())
                .extracting(DwiAcquisition::seriesNumbers)
                .containsExactly(List.of(1, 2), List.of(3, 4));
    }

    @Test
    void twoProtocolsAreTwoAcquisitions() throws IOException {
        for (String protocol : List.of("dwi_1", "dwi_2")) {
            String first = protocol.endsWith("1") ? "1" : "3";
            String second = protocol.endsWith("1") ? "2" : "4";
            series(first, 0, 900, "100000", a -> a.setString(Tag.ProtocolName, VR.LO, protocol));
            series(second, 800, 400, "100000", a -> a.setString(Tag.ProtocolName, VR.LO, protocol));
        }

        assertThat(acquisitions())
                .extracting(DwiAcquisition::seriesNumbers)
                .containsExactly(List.of(1, 2), List.of(3, 4));
    }

    @Test
    void whatNothingTellsApartIsRefusedAndNotAveraged() throws IOException {
        series("1", 0, 900, "100000");
        series("2", 800, 400, "100000");
        series("3", 0, 700, "100000");
        series("4", 800, 500, "100000");

        assertRefused(AMBIGUOUS);
    }

    @Test
    void repeatsThatAreNotPairsAreRefused() throws IOException {
        series("1", 0, 900, "100000");
        series("2", 0, 700, "100100");
        series("3", 800, 400, "100200");
        series("4", 800, 500, "100300");

        assertRefused(AMBIGUOUS);
    }

    @Test
    void aTraceSeriesBorrowsTheUnweightedImageOfItsOwnAcquisition() throws IOException {
        series("1", 0, 900, "100000");
        series("1", 800, 420, "100010");
        series("2", 0, 700, "103000");
        series("2", 800, 520, "103010");
        series("3", 800, 500, "103005", a -> a.setString(Tag.ImageType, VR.CS, "DERIVED", "PRIMARY", "TRACEW"));

        DwiAcquisition trace = acquisitions().stream()
                .filter(DwiAcquisition::isTraceWeighted)
                .findFirst()
                .orElseThrow();

        assertThat(trace.faults()).isEmpty();
        assertThat(trace.seriesNumbers()).containsExactly(2, 3);
        assertThat(signal(trace, 0)).isEqualTo(700);
    }

    @Test
    void studiesAreNeverMixed() throws IOException {
        series("1", 0, 900, "100000");
        series("2", 800, 400, "100100", a -> a.setString(Tag.StudyInstanceUID, VR.UI, "2.25.2"));

        assertThat(acquisitions()).allMatch(a -> a.b().size() == 1).hasSize(2);
    }

    @Test
    void numberOfAveragesCounts() throws IOException {
        series("1", 0, 900, "100000", a -> a.setDouble(Tag.NumberOfAverages, VR.DS, 1));
        series("1", 800, 400, "100000", a -> a.setDouble(Tag.NumberOfAverages, VR.DS, 4));
        series("1", 800, 500, "100000", a -> a.setDouble(Tag.NumberOfAverages, VR.DS, 4));

        List<Shell> shells = shells(acquisitions().getFirst());

        assertThat(shells).extracting(Shell::averages).containsExactly(1.0, 8.0);
        assertThat(shells).extracting(Shell::images).containsExactly(1, 2);
    }

    @Test
    void averagesThatOnlySomeImagesStateAreNotUsed() throws IOException {
        series("1", 0, 900, "100000");
        series("1", 800, 400, "100000", a -> a.setDouble(Tag.NumberOfAverages, VR.DS, 4));

        assertThat(shells(acquisitions().getFirst()))
                .extracting(Shell::averages)
                .containsExactly(1.0, 1.0);
    }

    @Test
    void everyImagesOwnRescaleIsApplied() throws IOException {
        series("1", 0, 900, "100000", a -> a.setDouble(Tag.RescaleSlope, VR.DS, 2));
        series("1", 800, 400, "100000", a -> {
            a.setDouble(Tag.RescaleSlope, VR.DS, 0.5);
            a.setDouble(Tag.RescaleIntercept, VR.DS, 10);
        });

        assertThat(signal(acquisitions().getFirst(), 0)).isEqualTo(1800);
        assertThat(signal(acquisitions().getFirst(), 1)).isEqualTo(210);
    }

    @Test
    void onePhilipsScaleForAllLeavesTheRescaledSignal() throws IOException {
        philips(0, 900, 1.5, 0.02);
        philips(800, 400, 1.5, 0.02);

        assertThat(signal(acquisitions().getFirst(), 0)).isEqualTo(1350);
        assertThat(signal(acquisitions().getFirst(), 1)).isEqualTo(600);
    }

    /** stored / scale: 900 / 0.02 = 45,000 and 400 / 0.04 = 10,000, whatever the public slopes are. */
    @Test
    void aPhilipsScaleThatDiffersBetweenImagesIsTakenOut() throws IOException {
        philips(0, 900, 1.5, 0.02);
        philips(800, 400, 3, 0.04);

        assertThat(signal(acquisitions().getFirst(), 0)).isEqualTo(45_000);
        assertThat(signal(acquisitions().getFirst(), 1)).isEqualTo(10_000);
    }

    @Test
    void aPhilipsScaleThatSomeImagesDoNotStateIsRefused() throws IOException {
        philips(0, 900, 1.5, 0.02);
        series("1", 800, 400, "100000");

        assertThat(read(acquisitions().getFirst()))
                .isEqualTo(new VolumeReader.Result.Refused(Reason.of(ReasonCode.INVALID_VALUE, "scaleSlope")));
    }

    @Test
    void aRescaleThatIsNoNumberIsNotOne() throws IOException {
        series("1", 0, 900, "100000");
        series("1", 800, 400, "100000", a -> a.setString(Tag.RescaleSlope, VR.DS, "NaN"));

        assertThat(read(acquisitions().getFirst()))
                .isEqualTo(new VolumeReader.Result.Refused(Reason.of(ReasonCode.INVALID_VALUE, "rescaleSlope")));
    }

    @Test
    void theSameImageUnderTwoUidsIsFound() throws IOException {
        series("1", 0, 900, "100000", a -> a.setInt(Tag.InstanceNumber, VR.IS, 1));
        series("1", 0, 900, "100000", a -> a.setInt(Tag.InstanceNumber, VR.IS, 1));
        series("1", 800, 400, "100000");

        assertRefused(Reason.of(ReasonCode.INVALID_VALUE, "duplicate images of b0"));
    }

    @Test
    void aSliceThatIsMissingEverywhereIsFound() throws IOException {
        for (int b : new int[] {0, 800}) {
            for (int slice : new int[] {0, 1, 2, 4, 5}) {
                files.add(new DwiFile("1", b, slice, 500));
            }
        }

        assertRefused(Reason.of(ReasonCode.MISSING_INPUT, "slices"));
    }

    @Test
    void twoMatricesInOneSeriesAreRefused() throws IOException {
        series("1", 0, 900, "100000");
        series("1", 800, 400, "100000");
        series("1", 400, 400, "100000", a -> a.setInt(Tag.Columns, VR.US, 4));

        assertRefused(Reason.of(ReasonCode.INVALID_VALUE, "matrix"));
    }

    @Test
    void anImpossibleBValueMakesItsSeriesUnusable() throws IOException {
        series("1", 0, 900, "100000");
        series("1", 400, 600, "100000", a -> a.setDouble(Tag.DiffusionBValue, VR.FD, -400));
        series("1", 800, 400, "100000");

        assertRefused(Reason.of(ReasonCode.INVALID_VALUE, "bValue"));
    }

    @Test
    void aMissingBValueBesideAStatedZeroMakesItsSeriesUnusable() throws IOException {
        series("1", 0, 900, "100000");
        series("1", 400, 600, "100000", a -> a.remove(Tag.DiffusionBValue));
        series("1", 800, 400, "100000");

        assertRefused(Reason.of(ReasonCode.MISSING_INPUT, "bValue"));
    }

    @Test
    void anInferredZeroIsFlagged() throws IOException {
        series("1", 0, 900, "100000", a -> a.remove(Tag.DiffusionBValue));
        series("1", 1500, 400, "100000");

        assertThat(acquisitions()).singleElement().satisfies(a -> {
            assertThat(a.b()).containsExactly(0.0, 1500.0);
            assertThat(a.flags()).containsExactly(Flags.B0_INFERRED);
        });
    }

    /** Phase images are no repeats of the magnitude. */
    @Test
    void phaseImagesAreLeftOut() throws IOException {
        series("1", 0, 900, "100000");
        series("1", 0, 77, "100000", a -> a.setString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "PHASE MAP", "P"));
        series("1", 800, 400, "100000");

        assertThat(signal(acquisitions().getFirst(), 0)).isEqualTo(900);
    }

    @Test
    void moreThanTheBudgetIsRefused() throws IOException {
        series("1", 0, 900, "100000");
        series("1", 800, 400, "100000");

        assertThat(new VolumeReader(1000).read(acquisitions().getFirst()))
                .isEqualTo(new VolumeReader.Result.Refused(Reason.of(ReasonCode.BUDGET_EXCEEDED, "memory")));
    }

    private void philips(double b, int value, double slope, double scale) {
        series("1", b, value, "100000", a -> {
            a.setDouble(Tag.RescaleSlope, VR.DS, slope);
            a.setFloat("Philips MR Imaging DD 001", 0x2005000E, VR.FL, (float) scale);
        });
    }

    private void series(String series, double b, int value, String time) {
        series(series, b, value, time, a -> {});
    }

    private void series(String series, double b, int value, String time, Consumer<Attributes> change) {
        for (int slice = 0; slice < SLICES; slice++) {
            files.add(new DwiFile(series, b, slice, value).at(time).with(change));
        }
    }

    private List<DwiAcquisition> acquisitions() throws IOException {
        StudyScan scan = StudyScanner.scan(files.stream().map(DwiFile::object).toList());
        assertThat(scan.unreadable()).isEmpty();
        return DwiAcquisitions.of(scan.frames(), false);
    }

    private void assertRefused(Reason reason) throws IOException {
        DwiAcquisition first = acquisitions().getFirst();
        assertThat(first.faults()).contains(reason);
        assertThat(read(first)).isInstanceOf(VolumeReader.Result.Refused.class);
    }

    private static VolumeReader.Result read(DwiAcquisition acquisition) throws IOException {
        return new VolumeReader(1 << 20).read(acquisition);
    }

    private static List<Shell> shells(DwiAcquisition acquisition) throws IOException {
        return ((VolumeReader.Result.Read) read(acquisition)).volume().shells();
    }

    private static float signal(DwiAcquisition acquisition, int shell) throws IOException {
        return shells(acquisition).get(shell).signal(5);
    }
}
