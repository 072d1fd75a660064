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
import org.vigie.staging.web.Answers.Recorded;
import org.vigie.staging.web.Intake.Person;
import org.vigie.staging.web.Requests.CourseEndRequest;
import org.vigie.staging.web.Requests.CourseRequest;
import org.vigie.staging.web.Requests.LesionRequest;
import org.vigie.staging.web.Requests.NextCycleRequest;

/** Courses of neoadjuvant chemotherapy. Identifiers stand in bodies, never in addresses. */
@Path("/api/courses")
@RolesAllowed("service")
@Blocking
public class CourseResource {
    private final Intake intake;

    CourseResource(Intake intake) {
        this.intake = intake;
    }

    @POST
    @Operation(summary = "State or correct a course and the lesions to be followed")
    public Response add(@Nullable CourseRequest request, @Context SecurityContext who) {
        CourseRequest course = FactRules.present(request, "body");
        Person person = new Person(course.patientId(), course.issuer(), course.patientName(), course.birthDate());
        ClinicalTime c1d1 = FactRules.present(course.c1d1(), "c1d1");
        String key = intake.patientKey(person);
        String courseId = course.courseId() == null ? Intake.courseId(key, c1d1) : course.courseId();
        List<FactBody> facts = new ArrayList<>();
        facts.add(new FactBody.NacCourse(
                courseId,
                c1d1,
                FactRules.text(course.regimen(), "regimen"),
                course.nextCycleAt(),
                course.side(),
                course.subtype()));
        facts.addAll(lesions(course.lesions(), course.side(), courseId));
        return created(key, courseId, intake.record(person, facts, user(who)));
    }

    private static List<FactBody> lesions(@Nullable List<LesionRequest> lesions, @Nullable Side side, String courseId) {
        List<FactBody> facts = new ArrayList<>();
        if (lesions == null) {
            return facts;
        }
        for (int i = 0; i < lesions.size(); i++) {
            LesionRequest lesion = FactRules.present(lesions.get(i), "lesions[" + i + "]");
            String uid = FactRules.present(lesion.trackingUid(), "lesions[" + i + "].trackingUid");
            FactRules.uid(uid, "lesions[" + i + "].trackingUid");
            facts.add(new FactBody.Lesion(
                    uid,
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
        NextCycleRequest next = FactRules.present(request, "body");
        Person person = new Person(next.patientId(), next.issuer());
        String courseId = FactRules.present(next.courseId(), "courseId");
        ClinicalTime at = FactRules.present(next.nextCycleAt(), "nextCycleAt");
        List<String> facts = intake.record(person, List.of(new FactBody.NextCycle(courseId, at)), user(who));
        return created(intake.patientKey(person), courseId, facts);
    }

    @POST
    @Path("/end")
    @Operation(summary = "State that a course has ended")
    public Response end(@Nullable CourseEndRequest request, @Context SecurityContext who) {
        CourseEndRequest end = FactRules.present(request, "body");
        Person person = new Person(end.patientId(), end.issuer());
        String courseId = FactRules.present(end.courseId(), "courseId");
        ClinicalTime at = FactRules.present(end.endedAt(), "endedAt");
        List<String> facts = intake.record(person, List.of(new FactBody.CourseEnded(courseId, at)), user(who));
        return created(intake.patientKey(person), courseId, facts);
    }

    static Response created(String patientKey, @Nullable String courseId, List<String> facts) {
        return Response.status(Response.Status.CREATED)
                .entity(new Recorded(patientKey, courseId, facts))
                .build();
    }

    static @Nullable String user(SecurityContext who) {
        return who.getUserPrincipal() == null ? null : who.getUserPrincipal().getName();
    }
}
