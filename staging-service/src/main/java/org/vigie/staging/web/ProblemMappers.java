package org.vigie.staging.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.facts.CourseRules;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.forms.JsonRule;
import org.vigie.staging.intake.Rejected;
import org.vigie.staging.messaging.IntakeUnavailableException;

/** One place that turns faults into answers; no answer quotes what was sent. */
final class ProblemMappers {
    /** What is well-formed and does not fit what is known. */
    private static final Set<String> CONFLICTS =
            Set.of(CourseRules.OVERLAP, ReasonCode.AMBIGUOUS_IDENTITY.name(), LinkResource.NOT_MERGED);

    @ServerExceptionMapper
    Response rejected(Rejected e) {
        String code = e.faults().getFirst().code();
        return answer(CONFLICTS.contains(code) ? 409 : 400, Problem.of(e.faults()));
    }

    @ServerExceptionMapper
    Response unreadable(JsonProcessingException e) {
        Fault fault = JsonRule.of(e);
        return answer(400, new Problem(fault.code(), fault.object(), fault.rule()));
    }

    @ServerExceptionMapper
    Response mismatched(MismatchedInputException e) {
        return unreadable(e);
    }

    /** The JSON reader wraps what it could not read; what the framework refuses has no words of its own. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return unreadable(json);
        }
        Response refusal = e.getResponse();
        if (refusal.hasEntity()) {
            return refusal;
        }
        return switch (refusal.getStatus()) {
            case 400 -> invalid(refusal, "request", "as /q/openapi describes it");
            case 404 -> invalid(refusal, "path", "one of /q/openapi");
            case 405 -> invalid(refusal, "method", "one that /q/openapi names for this path");
            case 406 -> invalid(refusal, "Accept", "a type that /q/openapi names for this path");
            case 415 -> invalid(refusal, "Content-Type", "one that /q/openapi names for this path");
            default -> refusal;
        };
    }

    /** With the headers of the refusal: 405 names what is allowed. */
    private static Response invalid(Response refusal, String object, String rule) {
        return Response.fromResponse(refusal)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Problem("invalid", object, rule))
                .build();
    }

    @ServerExceptionMapper
    Response unavailable(IntakeUnavailableException e) {
        return answer(503, new Problem("unavailable", "broker", "not confirmed; repeat the request, it is idempotent"));
    }

    @ServerExceptionMapper
    Response notReadable(IllegalStateException e) {
        return answer(503, new Problem("unavailable", "timeline", "repeat the request later"));
    }

    private static Response answer(int status, Problem problem) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(problem)
                .build();
    }
}
