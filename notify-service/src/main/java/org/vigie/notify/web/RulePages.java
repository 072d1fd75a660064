package org.vigie.notify.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.vigie.notify.Siblings;
import org.vigie.notify.service.Answer;

/** The rules as pages: what each reads, and what it says when a clinician changes an input. Nothing is recorded. */
@Path("/rules")
@Blocking
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public class RulePages {
    private final Template rules;
    private final Template rule;
    private final Template tried;
    private final Siblings siblings;
    private final Reader reader;
    private final Texts texts;

    public RulePages(Template rules, Template rule, Template tried, Siblings siblings, Reader reader, Texts texts) {
        this.rules = rules;
        this.rule = rule;
        this.tried = tried;
        this.siblings = siblings;
        this.reader = reader;
        this.texts = texts;
    }

    @GET
    public TemplateInstance list() {
        Answer answer = siblings.staging().get("/api/rules");
        return rules.data("ui", reader.ui()).data("fault", fault(answer)).data("rules", view().lines(body(answer)));
    }

    @GET
    @Path("/{id}")
    public Response page(@PathParam("id") String id) {
        return find(id).map(found -> Response.ok(rule.data("ui", reader.ui()).data("page", view().page(found)))
                        .build())
                .orElseGet(() ->
                        Response.status(Response.Status.NOT_FOUND).entity("").build());
    }

    @POST
    @Path("/{id}/try")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response tryOut(@PathParam("id") String id, MultivaluedMap<String, String> form) {
        Optional<JsonNode> found = find(id);
        if (found.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND).entity("").build();
        }
        Answer answer;
        try {
            answer = siblings.staging()
                    .post(
                            "/api/rules/" + found.get().path("id").asText() + "/try",
                            RuleForm.inputs(view().page(found.get()), form));
        } catch (NumberFormatException notANumber) {
            answer = new Answer.Refused(400, word("not_a_number"), String.valueOf(notANumber.getMessage()), "");
        }
        return Response.ok(tried.data("ui", reader.ui())
                        .data("fault", fault(answer))
                        .data("tried", view().tried(body(answer), found.get())))
                .build();
    }

    private Optional<JsonNode> find(String id) {
        return StreamSupport.stream(body(siblings.staging().get("/api/rules")).spliterator(), false)
                .filter(r -> r.path("id").asText().equals(id))
                .findFirst();
    }

    private RuleView view() {
        return new RuleView(texts, reader.language());
    }

    private static JsonNode body(Answer answer) {
        return answer instanceof Answer.Done(JsonNode body)
                ? body
                : com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private String fault(Answer answer) {
        return switch (answer) {
            case Answer.Done done -> "";
            case Answer.Refused(int status, String error, String object, String wanted) ->
                (error + " · " + object + " · " + wanted).replaceAll("( · )+$", "");
            case Answer.Silent(String service) -> service + " " + word("service_silent");
        };
    }

    private String word(String key) {
        return reader.ui().t().getOrDefault(key, key);
    }
}
