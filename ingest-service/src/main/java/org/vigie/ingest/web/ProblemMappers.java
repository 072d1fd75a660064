package org.vigie.ingest.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What no resource was asked for: named by its place and its rule, never quoted. */
final class ProblemMappers {
    @ServerExceptionMapper
    Response unreadable(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(ref -> ref.getFieldName() == null ? "[" + ref.getIndex() + "]" : ref.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        return Gate.fault(
                400,
                "not readable",
                path.isEmpty() ? "body" : path,
                e instanceof UnrecognizedPropertyException
                        ? "a documented field: there is none of this name here"
                        : "readable JSON of the documented type");
    }

    @ServerExceptionMapper
    Response mismatched(MismatchedInputException e) {
        return unreadable(e);
    }

    @ServerExceptionMapper
    Response other(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return unreadable(json);
        }
        Response answer = e.getResponse();
        if (answer.hasEntity()) {
            return answer;
        }
        return switch (answer.getStatus()) {
            case 400 -> fault(answer, "not readable", "request", "as /q/openapi describes it");
            case 404 -> fault(answer, "not found", "path", "one of /q/openapi");
            case 405 -> fault(answer, "method not allowed", "method", "one that /q/openapi names for this path");
            case 406 -> fault(answer, "not acceptable", "Accept", "a type that /q/openapi names for this path");
            case 415 -> fault(answer, "unsupported type", "Content-Type", "one that /q/openapi names for this path");
            default -> answer;
        };
    }

    /** With the headers of the refusal: 405 names what is allowed. */
    private static Response fault(Response refusal, String error, String object, String rule) {
        return Response.fromResponse(refusal)
                .type(MediaType.APPLICATION_JSON)
                .entity(new Answers.Fault(error, object, rule))
                .build();
    }
}
