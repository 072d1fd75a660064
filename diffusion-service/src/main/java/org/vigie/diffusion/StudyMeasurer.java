package org.vigie.diffusion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.StudyMeasured.Outcome;
import org.vigie.diffusion.StudyFindings.Finding;
import org.vigie.diffusion.dicom.ContourObject;
import org.vigie.diffusion.dicom.Contours;
import org.vigie.diffusion.dicom.DwiAcquisition;
import org.vigie.diffusion.dicom.DwiAcquisitions;
import org.vigie.diffusion.dicom.StudyObject;
import org.vigie.diffusion.dicom.StudyScan;
import org.vigie.diffusion.dicom.StudyScanner;
import org.vigie.diffusion.domain.Flags;
import org.vigie.diffusion.domain.Selection;
import org.vigie.diffusion.domain.Selections;

/** One study from its instances to its findings; no broker, no store. */
public final class StudyMeasurer {
    private final TrustedSources trusted;
    private final long memoryBudgetBytes;

    public StudyMeasurer(TrustedSources trusted, long memoryBudgetBytes) {
        this.trusted = trusted;
        this.memoryBudgetBytes = memoryBudgetBytes;
    }

    /** @throws IOException if the place of an instance fails: to be tried again */
    StudyFindings measure(List<StudyObject> objects, Deadline deadline) throws IOException {
        StudyScan scan = StudyScanner.scan(objects);
        List<Reason> beyondLimits = limits(scan.unusable());
        if (!beyondLimits.isEmpty()) {
            return StudyFindings.without(Outcome.FAILED, beyondLimits);
        }
        if (scan.patients().size() > 1 || scan.hasMixedStudy()) {
            return StudyFindings.without(
                    Outcome.INDETERMINATE, List.of(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "patient")));
        }
        List<DwiAcquisition> acquisitions = DwiAcquisitions.of(scan.frames(), false).stream()
                .sorted(Comparator.comparing(a -> !isAdequate(a)))
                .toList();
        if (acquisitions.isEmpty()) {
            return withoutAcquisition(scan);
        }
        Contours contours = Contours.read(ofPatient(scan), trusted::standsBehind);
        LesionMeasurer lesions = new LesionMeasurer(scan, acquisitions, trusted, memoryBudgetBytes);
        List<Finding> findings = new ArrayList<>();
        for (Contours.Contour contour : contours.contours()) {
            if (deadline.hasPassed()) {
                return StudyFindings.without(
                        Outcome.FAILED, List.of(Reason.of(ReasonCode.BUDGET_EXCEEDED, "deadline")));
            }
            findings.add(lesions.measure(contour));
        }
        Set<Reason> reasons = new LinkedHashSet<>(contours.refused());
        if (ofPatient(scan).size() < scan.contours().size()) {
            reasons.add(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "roi.patient"));
        }
        if (!scan.hasContours() && findings.isEmpty()) {
            Optional<Finding> proposed = lesions.propose(reasons);
            proposed.ifPresent(findings::add);
        }
        reasons.addAll(lesions.refusedVolumes());
        if (!limits(reasons).isEmpty()) {
            return StudyFindings.without(Outcome.FAILED, limits(reasons));
        }
        return conclude(findings, reasons, acquisitions);
    }

    /** A study is not measured without an image or contour it may need: a site that lowered its limits is told so. */
    private static List<Reason> limits(Collection<Reason> reasons) {
        return reasons.stream()
                .filter(r -> r.code() == ReasonCode.BUDGET_EXCEEDED
                        && r.argument() != null
                        && r.argument().startsWith("vigie.dicom.limits."))
                .toList();
    }

    /** A contour that names another patient than the images is nobody's here. */
    private static List<ContourObject> ofPatient(StudyScan scan) {
        return scan.contours().stream()
                .filter(c -> scan.patients().isEmpty()
                        || c.patientId().isEmpty()
                        || scan.patients().contains(c.patientId().get()))
                .toList();
    }

    private static StudyFindings withoutAcquisition(StudyScan scan) {
        List<Reason> reasons = new ArrayList<>(scan.unusable());
        reasons.addAll(DwiAcquisitions.refusals(scan.frames()));
        return reasons.isEmpty()
                ? StudyFindings.without(
                        Outcome.NOT_APPLICABLE, List.of(Reason.of(ReasonCode.MISSING_INPUT, "diffusion images")))
                : StudyFindings.without(Outcome.INDETERMINATE, reasons);
    }

    private static StudyFindings conclude(
            List<Finding> findings, Set<Reason> reasons, List<DwiAcquisition> acquisitions) {
        Set<String> flags = new LinkedHashSet<>();
        boolean measured = false;
        for (Finding finding : findings) {
            var primary = finding.lesion().measurements().getFirst();
            measured |= primary.valid() != null;
            reasons.addAll(primary.reasons());
            if (!finding.lesion().roi().validated()) {
                flags.add(Flags.UNVALIDATED_ROI);
            }
        }
        if (acquisitions.stream().filter(StudyMeasurer::isAdequate).count() > 1) {
            flags.add(Flags.SEVERAL_DWI_SETS);
        }
        if (reasons.contains(Reason.of(ReasonCode.BUDGET_EXCEEDED, "memory")) && !measured) {
            return StudyFindings.without(Outcome.FAILED, List.of(Reason.of(ReasonCode.BUDGET_EXCEEDED, "memory")));
        }
        if (!measured && reasons.isEmpty()) {
            reasons.add(Reason.of(ReasonCode.MISSING_INPUT, "roi"));
        }
        return new StudyFindings(
                measured ? Outcome.MEASURED : Outcome.INDETERMINATE,
                findings,
                List.copyOf(flags),
                List.copyOf(reasons));
    }

    private static boolean isAdequate(DwiAcquisition acquisition) {
        Selection standard =
                Selections.byRules(acquisition.b(), acquisition.incomplete()).getFirst();
        return acquisition.faults().isEmpty() && standard.isAdequate();
    }
}
