package org.vigie.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.AdcMeasurement;
import org.vigie.contract.imaging.ImageQuality;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.contract.imaging.StudyMeasured.Outcome;
import org.vigie.contract.imaging.StudyReady;
import org.vigie.mr.dicom.ParserLimits;
import org.vigie.simulator.dicom.BadFiles;
import org.vigie.simulator.domain.BadStudies;
import org.vigie.simulator.domain.Contours;
import org.vigie.simulator.domain.StudyPlan;
import org.vigie.store.FileObjectStore;
import org.vigie.store.ObjectStore;

class DiffusionPipelineTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T10:02:00Z"));
    private static final long BUDGET = 1L << 28;

    @TempDir
    Path folder;

    private ObjectStore store;
    private StudyFixture fixture;

    @BeforeEach
    void open() throws IOException {
        store = new FileObjectStore(folder.resolve("store"));
        fixture = new StudyFixture(store);
    }

    @Test
    void lesionsOutlinedByHandAreMeasured() throws IOException {
        StudyMeasured measured = measure(StudyFixture.plan());

        assertThat(measured.outcome()).isEqualTo(Outcome.MEASURED);
        assertThat(measured.reasons()).isEmpty();
        assertThat(measured.flags()).isEmpty();
        assertThat(measured.arrivedAt()).isEqualTo(StudyFixture.LAST_RECEIVED);
        assertThat(measured.measuredAt()).isEqualTo(CLOCK.instant());
        assertThat(measured.readyEventId()).isEqualTo("ready-1");
        assertThat(measured.lesions())
                .extracting(LesionAdc::trackingUid)
                .containsExactlyInAnyOrder(StudyFixture.TRACKING_UID, StudyFixture.TRACKING_UID + ".2");
        LesionAdc first = lesion(measured, StudyFixture.TRACKING_UID);
        assertThat(first.roi().method()).isEqualTo(LesionAdc.Roi.Method.MANUAL);
        assertThat(first.roi().validated()).isTrue();
        assertThat(first.roi().contentCreator()).isEqualTo("WORKSTATION");
        assertThat(mean(first)).isCloseTo(1.0e-3, Percentage.withPercentage(0.3));
        assertThat(mean(lesion(measured, StudyFixture.TRACKING_UID + ".2")))
                .isCloseTo(1.5e-3, Percentage.withPercentage(0.3));
    }

    @Test
    void theEventTellsHowGoodTheImagesAre() throws IOException {
        ImageQuality quality = measure(StudyFixture.plan()).lesions().getFirst().quality();

        assertThat(quality).isNotNull();
        assertThat(quality.verdict()).isIn("good", "caution");
        assertThat(quality.clipped()).isZero();
        assertThat(quality.reasons()).isEmpty();
    }

    @Test
    void thePrimaryMeasurementIsTheStandardVariantByLeastSquares() throws IOException {
        LesionAdc lesion = measure(StudyFixture.plan()).lesions().getFirst();

        assertThat(lesion.measurements())
                .extracting(m -> m.key().variant() + " " + m.key().method())
                .containsExactly(
                        "ADC_STD nlls", "ADC_STD ols", "ADC_STD wls", "ADC_PI nlls", "ADC_PI ols", "ADC_PI wls");
        AdcMeasurement primary = lesion.measurements().getFirst();
        assertThat(primary.key().bSecPerMm2()).containsExactly(0.0, 100.0, 600.0, 800.0);
        assertThat(primary.alertable()).isTrue();
        assertThat(primary.flags()).containsExactly("noise-unknown");
    }

    @Test
    void whatTheGateComparesIsStated() throws IOException {
        var acquisition = measure(StudyFixture.plan()).lesions().getFirst().acquisition();

        assertThat(acquisition.deviceSerial()).isEqualTo("SIM-0001");
        assertThat(acquisition.fieldStrengthTesla()).isEqualTo(3.0);
        assertThat(acquisition.teMs()).isEqualTo(62.0);
        assertThat(acquisition.bSecPerMm2()).containsExactly(0.0, 100.0, 600.0, 800.0);
        assertThat(acquisition.rowSpacingMm()).isEqualTo(2.0);
        assertThat(acquisition.sliceThicknessMm()).isEqualTo(4.0);
        assertThat(acquisition.contrast()).isEqualTo("BEFORE");
        assertThat(acquisition.protocolName()).isEqualTo("breast_dwi");
    }

    @Test
    void contrastAgentInTheHeaderMeansAfter() throws IOException {
        StudyMeasured measured = measure(StudyFixture.plan().withAfterContrast(true));

        assertThat(measured.lesions().getFirst().acquisition().contrast()).isEqualTo("AFTER");
    }

    @Test
    void thePictureIsStoredAndLargeEnoughToBeRead() throws IOException {
        ObjectRef picture = Objects.requireNonNull(
                measure(StudyFixture.plan()).lesions().getFirst().picture());

        var image = ImageIO.read(new ByteArrayInputStream(store.read(picture)));

        assertThat(image.getWidth()).isEqualTo(960);
        assertThat(image.getHeight()).isGreaterThan(400);
    }

    @Test
    void withoutContoursTheProposalIsShownAndNotValidated() throws IOException {
        StudyMeasured measured = measure(StudyFixture.plan().withContours(Optional.empty()));

        assertThat(measured.outcome()).isEqualTo(Outcome.MEASURED);
        assertThat(measured.flags()).contains("unvalidated-roi");
        LesionAdc proposal = measured.lesions().getFirst();
        assertThat(measured.lesions()).hasSize(1);
        assertThat(proposal.roi().method()).isEqualTo(LesionAdc.Roi.Method.PROPOSAL);
        assertThat(proposal.roi().validated()).isFalse();
        assertThat(proposal.measurements().getFirst().flags()).contains("unvalidated-roi");
        assertThat(mean(proposal)).isCloseTo(1.0e-3, Percentage.withPercentage(1));
    }

    @Test
    void whatAProgramDrewIsNotValidated() throws IOException {
        StudyMeasured measured =
                measure(StudyFixture.plan().withContours(Optional.of(Contours.of(Contours.Algorithm.AUTOMATIC))));

        assertThat(measured.flags()).contains("unvalidated-roi");
        assertThat(measured.lesions())
                .allMatch(l -> l.roi().method() == LesionAdc.Roi.Method.AUTOMATIC
                        && !l.roi().validated())
                .allMatch(l -> l.measurements().getFirst().flags().contains("unvalidated-roi"));
    }

    @Test
    void whatComesFromAnUntrustedSourceIsNotValidated() throws IOException {
        StudyReady ready = fixture.ready(StudyFixture.files(StudyFixture.plan(), folder.resolve("dicom")), "STRANGER");
        TrustedSources trusted = new TrustedSources(List.of("WORKSTATION"));

        StudyMeasured measured = pipeline(trusted, BUDGET, CLOCK).measure(ready, "ready-1");

        assertThat(measured.lesions()).noneMatch(l -> l.roi().validated());
        assertThat(measured.flags()).contains("unvalidated-roi");
    }

    @Test
    void theOrderOfInstancesDoesNotMatter() throws IOException {
        List<Path> files = StudyFixture.files(StudyFixture.plan(), folder.resolve("dicom"));
        List<Path> reversed = new ArrayList<>(files);
        Collections.reverse(reversed);

        StudyMeasured one = pipeline().measure(fixture.ready(files), "ready-1");
        StudyMeasured other = pipeline().measure(fixture.ready(reversed), "ready-1");

        assertThat(other.lesions()).isEqualTo(one.lesions());
    }

    @Test
    void oneBValueIsNotEnough() throws IOException {
        StudyMeasured measured = measure(BadStudies.oneB(StudyFixture.plan()));

        assertThat(measured.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(measured.reasons()).containsExactly(Reason.of(ReasonCode.B_VALUES_INADEQUATE));
        assertThat(measured.lesions()).allMatch(l -> l.measurements().getFirst().valid() == null);
    }

    @Test
    void oneBValueWithoutContoursIsNotEnoughEither() throws IOException {
        StudyMeasured measured = measure(BadStudies.oneB(StudyFixture.plan()).withContours(Optional.empty()));

        assertThat(measured.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(measured.reasons()).containsExactly(Reason.of(ReasonCode.B_VALUES_INADEQUATE));
        assertThat(measured.lesions()).isEmpty();
    }

    @Test
    void aContourInAnotherFrameOfReferenceIsRefusedByName() throws IOException {
        StudyMeasured measured = measure(BadStudies.segOnOtherFrame(StudyFixture.plan()));

        assertThat(measured.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(measured.reasons()).containsExactly(Reason.of(ReasonCode.INVALID_VALUE, "roi.frameOfReference"));
    }

    @Test
    void aContourWithoutAVoxelInTheVolumeIsTooSmall() throws IOException {
        assertThat(measure(BadStudies.segOutside(StudyFixture.plan())).reasons())
                .containsExactly(Reason.of(ReasonCode.ROI_TOO_SMALL));
        assertThat(measure(BadStudies.segEmpty(StudyFixture.plan())).reasons())
                .containsExactly(Reason.of(ReasonCode.ROI_TOO_SMALL));
    }

    @Test
    void zeroSignalGivesAReasonAndNoNumber() throws IOException {
        StudyMeasured outlined = measure(BadStudies.zeroSignal(StudyFixture.plan()));
        StudyMeasured proposed =
                measure(BadStudies.zeroSignal(StudyFixture.plan()).withContours(Optional.empty()));

        assertThat(outlined.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(outlined.reasons()).contains(Reason.of(ReasonCode.BELOW_NOISE_FLOOR));
        assertThat(new String(Json.bytes(outlined), StandardCharsets.UTF_8)).doesNotContain("NaN", "Infinity");
        assertThat(proposed.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(proposed.reasons()).containsExactly(Reason.of(ReasonCode.BELOW_NOISE_FLOOR));
    }

    @Test
    void anObjectThatIsNoMrIsIgnored() throws IOException {
        Path ct = BadFiles.ct(StudyFixture.plan(), folder.resolve("ct.dcm"));

        StudyMeasured measured = pipeline().measure(fixture.ready(List.of(ct)), "ready-1");

        assertThat(measured.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(measured.lesions()).isEmpty();
    }

    @Test
    void pixelDataShorterThanPromisedIsNamed() throws IOException {
        StudyPlan sameUids = StudyFixture.plan().withUidSeed("short-pixel-data");
        List<Path> files = new ArrayList<>(StudyFixture.files(sameUids, folder.resolve("dicom")));
        Path shortened = BadFiles.shortPixelData(StudyFixture.plan(), folder.resolve("short.dcm"));
        files.set(0, shortened);

        StudyMeasured measured = pipeline().measure(fixture.ready(files), "ready-1");

        assertThat(measured.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(measured.reasons()).contains(Reason.of(ReasonCode.INVALID_VALUE, "pixelData"));
        assertThat(measured.lesions()).allMatch(l -> l.measurements().getFirst().valid() == null);
    }

    @Test
    void aMissingSliceOfOneBValueIsNamed() throws IOException {
        List<Path> files = new ArrayList<>(StudyFixture.files(StudyFixture.plan(), folder.resolve("dicom")));
        files.removeFirst();

        StudyMeasured measured = pipeline().measure(fixture.ready(files), "ready-1");

        assertThat(measured.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(measured.reasons()).contains(Reason.of(ReasonCode.MISSING_INPUT, "images of b0"));
    }

    @Test
    void twoPatientsInOneStudyAreAmbiguous() throws IOException {
        StudyPlan plan = StudyFixture.plan();
        StudyPlan other = StudyPlan.of(StudyFixture.patient("P-2"), plan.startedAt(), plan.phantom());
        List<Path> files = new ArrayList<>(StudyFixture.files(plan, folder.resolve("one")));
        files.addAll(StudyFixture.files(other, folder.resolve("two")));

        StudyMeasured measured = pipeline().measure(fixture.ready(files), "ready-1");

        assertThat(measured.outcome()).isEqualTo(Outcome.INDETERMINATE);
        assertThat(measured.reasons()).containsExactly(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "patient"));
    }

    @Test
    void workBeyondTheBudgetFailsWithAReason() throws IOException {
        StudyReady ready = fixture.ready(StudyFixture.files(StudyFixture.plan(), folder.resolve("dicom")));
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        InstantSource hurried = () -> now.getAndUpdate(t -> t.plusSeconds(600));

        StudyMeasured tooLarge =
                pipeline(new TrustedSources(List.of("*")), 1 << 16, CLOCK).measure(ready, "ready-1");
        StudyMeasured tooLong =
                pipeline(new TrustedSources(List.of("*")), BUDGET, hurried).measure(ready, "ready-1");

        assertThat(tooLarge.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(tooLarge.reasons()).containsExactly(Reason.of(ReasonCode.BUDGET_EXCEEDED, "memory"));
        assertThat(tooLong.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(tooLong.reasons()).containsExactly(Reason.of(ReasonCode.BUDGET_EXCEEDED, "deadline"));
    }

    @Test
    void incompleteIsCarriedOver() throws IOException {
        StudyReady whole = fixture.ready(StudyFixture.files(StudyFixture.plan(), folder.resolve("dicom")));

        StudyMeasured measured = pipeline().measure(StudyFixture.ready(whole.manifest(), true), "ready-1");

        assertThat(measured.incomplete()).isTrue();
        assertThat(measured.outcome()).isEqualTo(Outcome.MEASURED);
        assertThat(measured.reasons()).containsExactly(Reason.of(ReasonCode.STUDY_INCOMPLETE));
    }

    /** The objects were accepted; a limit of the site was lowered since. */
    @Test
    void anObjectBeyondALimitOfTheSiteFailsTheStudyByTheNameOfThatLimit() throws IOException {
        StudyReady ready = fixture.ready(StudyFixture.files(StudyFixture.plan(), folder.resolve("dicom")));
        ParserLimits lowered = new ParserLimits(32, 20, 16 << 20, 160L << 20, 2L << 30);

        StudyMeasured measured = new DiffusionPipeline(
                        store,
                        lowered,
                        new StudyMeasurer(new TrustedSources(List.of("*")), BUDGET),
                        Duration.ofMinutes(5),
                        CLOCK)
                .measure(ready, "ready-1");

        assertThat(measured.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(measured.lesions()).isEmpty();
        assertThat(measured.reasons())
                .containsExactly(Reason.of(ReasonCode.BUDGET_EXCEEDED, "vigie.dicom.limits.elements"));
    }

    @Test
    void anObjectTheStoreDoesNotHaveIsAFaultToTryAgain() throws IOException {
        ObjectRef nowhere = new ObjectRef("0".repeat(64), 1);

        assertThatThrownBy(() -> pipeline().measure(StudyFixture.ready(nowhere, false), "ready-1"))
                .isInstanceOf(IOException.class);
    }

    private StudyMeasured measure(StudyPlan plan) throws IOException {
        List<Path> files = StudyFixture.files(plan, folder.resolve("dicom-" + System.identityHashCode(plan)));
        return pipeline().measure(fixture.ready(files), "ready-1");
    }

    private DiffusionPipeline pipeline() {
        return pipeline(new TrustedSources(List.of("*")), BUDGET, CLOCK);
    }

    private DiffusionPipeline pipeline(TrustedSources trusted, long budget, InstantSource clock) {
        return new DiffusionPipeline(store, new StudyMeasurer(trusted, budget), Duration.ofMinutes(5), clock);
    }

    private static LesionAdc lesion(StudyMeasured measured, String trackingUid) {
        return measured.lesions().stream()
                .filter(l -> trackingUid.equals(l.trackingUid()))
                .findFirst()
                .orElseThrow();
    }

    private static double mean(LesionAdc lesion) {
        return Objects.requireNonNull(lesion.measurements().getFirst().valid()).mean();
    }
}
