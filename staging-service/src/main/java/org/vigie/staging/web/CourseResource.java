package org.vigie.staging.web;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.Side;
import org.vigie.staging.intake.CourseBook;
import org.vigie.staging.intake.Identities;
import org.vigie.staging.intake.Intake;
import org.vigie.staging.intake.Origin;
import org.vigie.staging.intake.Receipt;
import org.vigie.staging.intake.Rejected;
import org.vigie.staging.intake.StatedPatient;
import org.vigie.staging.intake.Statement;
import org.vigie.staging.web.Requests.CourseEndRequest;
import org.vigie.staging.web.Requests.CourseRequest;
import org.vigie.staging.web.Requests.LesionRequest;
import org.vigie.staging.web.Requests.NextCycleRequest;
import org.vigie.staging.web.Requests.RegimenRequest;

/** Courses of neoadjuvant chemotherapy. Identifiers stand in bodies, never in addresses. */
@Path("/api/courses")
@RolesAllowed("service")
@Blocking
public class CourseResource {
    private final Intake intake;
    private final Identities identities;
    private final CourseBook courses;

    CourseResource(Intake intake, Identities identities, CourseBook courses) {
        this.intake = intake;
        this.identities = identities;
        this.courses = courses;
    }

    @POST
    @Operation(
            summary = "State or correct a course and the lesions to be followed",
            description =
                    "With the course id of a known course this corrects it. Without one it is a new course, or the"
                            + " course of the same first day stated again; a second course at the same time is refused (409).")
    public Response add(@Nullable CourseRequest request, @Context SecurityContext who) {
        CourseRequest course = Rejected.present(request, "body");
        StatedPatient patient = new StatedPatient(
                List.of(new StatedPatient.Id(course.patientId(), course.issuer())),
                null,
                course.patientName(),
                course.birthDate(),
                null);
        ClinicalTime c1d1 = Rejected.present(course.c1d1(), "c1d1");
        String courseId = course.courseId() == null
                ? courses.courseId(identities.find(patient).patientKey(), c1d1)
                : course.courseId();
        List<FactBody> facts = new ArrayList<>();
        facts.add(new FactBody.NacCourse(
                courseId,
                c1d1,
                Rejected.present(course.regimen(), "regimen"),
                course.nextCycleAt(),
                course.side(),
                course.subtype()));
        facts.addAll(lesions(course.lesions(), course.side(), courseId));
        return created(patient, courseId, facts, who);
    }

    private static List<FactBody> lesions(@Nullable List<LesionRequest> lesions, @Nullable Side side, String courseId) {
        List<FactBody> facts = new ArrayList<>();
        for (int i = 0; lesions != null && i < lesions.size(); i++) {
            LesionRequest lesion = Rejected.present(lesions.get(i), "lesions[" + i + "]");
            facts.add(new FactBody.Lesion(
                    Rejected.present(lesion.trackingUid(), "lesions[" + i + "].trackingUid"),
                    lesion.label() == null ? "L" + (i + 1) : lesion.label(),
                    lesion.side() == null ? side : lesion.side(),
                    courseId));
        }
        return facts;
    }

    @POST
    @Path("/next-cycle")
    @Operation(summary = "State when the next cycle is planned")
    public Response nextCycle(@Nullable NextCycleRequest request, @Context SecurityContext who) {
        NextCycleRequest next = Rejected.present(request, "body");
        String courseId = Rejected.present(next.courseId(), "courseId");
        ClinicalTime at = Rejected.present(next.nextCycleAt(), "nextCycleAt");
        return created(
                StatedPatient.of(next.patientId(), next.issuer()),
                courseId,
                List.of(new FactBody.NextCycle(courseId, at)),
                who);
    }

    @POST
    @Path("/regimen")
    @Operation(summary = "State that the treatment was changed: stating the course again only corrects its name")
    public Response regimen(@Nullable RegimenRequest request, @Context SecurityContext who) {
        RegimenRequest changed = Rejected.present(request, "body");
        String courseId = Rejected.present(changed.courseId(), "courseId");
        ClinicalTime at = Rejected.present(changed.changedAt(), "changedAt");
        String regimen = Rejected.present(changed.regimen(), "regimen");
        return created(
                StatedPatient.of(changed.patientId(), changed.issuer()),
                courseId,
                List.of(new FactBody.RegimenChanged(courseId, at, regimen)),
                who);
    }

    @POST
    @Path("/end")
    @Operation(summary = "State that a course has ended")
    public Response end(@Nullable CourseEndRequest request, @Context SecurityContext who) {
        CourseEndRequest end = Rejected.present(request, "body");
        String courseId = Rejected.present(end.courseId(), "courseId");
        ClinicalTime at = Rejected.present(end.endedAt(), "endedAt");
        return created(
                StatedPatient.of(end.patientId(), end.issuer()),
                courseId,
                List.of(new FactBody.CourseEnded(courseId, at)),
                who);
    }

    private Response created(StatedPatient patient, String courseId, List<FactBody> facts, SecurityContext who) {
        Receipt receipt = intake.record(
                Origin.rest(user(who)),
                patient,
                facts.stream().map(Statement::of).toList());
        return Answers.created(receipt, courseId);
    }

    static @Nullable String user(SecurityContext who) {
        return who.getUserPrincipal() == null ? null : who.getUserPrincipal().getName();
    }
}
