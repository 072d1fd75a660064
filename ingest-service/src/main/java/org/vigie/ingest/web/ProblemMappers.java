package org.vigie.ingest.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.ws.rs.WebApplicationException;
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
            case 404 -> Gate.fault(404, "not found", "path", "one of /q/openapi");
            case 405 -> withHeaders(answer, Gate.fault(405, "method not allowed", "method", "one of /q/openapi"));
            case 406 -> Gate.fault(406, "not acceptable", "Accept", "a type that /q/openapi names for this path");
            case 415 -> Gate.fault(415, "unsupported type", "Content-Type", "one that /q/openapi names for this path");
            case 400 -> Gate.fault(400, "not readable", "request", "as /q/openapi describes it");
            default -> answer;
        };
    }

    private static Response withHeaders(Response from, Response to) {
        Response.ResponseBuilder answer = Response.fromResponse(to);
        if (from.getHeaders().containsKey("Allow")) {
            answer.header("Allow", from.getHeaderString("Allow"));
        }
        return answer.build();
    }
}
