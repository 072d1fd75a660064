package org.vigie.staging.web;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.catalogue.Rules;
import org.vigie.staging.domain.logic.Engine;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.forms.AssessmentForm;
import org.vigie.staging.forms.InputsForm;
import org.vigie.staging.forms.RuleForm;
import org.vigie.staging.forms.ThresholdsForm;
import org.vigie.staging.thresholds.ThresholdRegistry;

/** What the rules are, and what they say of inputs that somebody tries; nothing is recorded. */
@Path("/api")
@RolesAllowed("service")
public class RuleResource {
    private final ThresholdRegistry thresholds;

    RuleResource(ThresholdRegistry thresholds) {
        this.thresholds = thresholds;
    }

    @GET
    @Path("rules")
    @Operation(summary = "Every rule with its inputs, units and plausible ranges")
    public List<RuleForm> rules() {
        return Rules.all().stream().map(RuleForm::of).toList();
    }

    @GET
    @Path("thresholds")
    @Operation(summary = "Every version of every threshold set, with author, approver, reason and previous values")
    public List<ThresholdsForm> thresholds() {
        return thresholds.versions().stream().map(ThresholdsForm::of).toList();
    }

    /** @param body {@code {"inputs": {...}}}, as {@link InputsForm} reads them */
    @POST
    @Path("rules/{id}/try")
    @Operation(summary = "Apply a rule to inputs and see its clauses turn; nothing is recorded")
    public Response tryOut(
            @PathParam("id") String id,
            @QueryParam("lang") @DefaultValue("en") String language,
            @Nullable JsonNode body) {
        Rule rule = Rules.byId(id).orElse(null);
        if (rule == null) {
            return Response.status(Response.Status.NOT_FOUND)
                    .entity(new Problem("unknown", "rule", "no such rule; GET /api/rules lists them"))
                    .build();
        }
        try {
            return Response.ok(AssessmentForm.of(
                            Engine.assess(
                                    rule,
                                    InputsForm.read(rule, body == null ? null : body.path("inputs")),
                                    thresholds.inForce(rule.thresholds())),
                            language))
                    .build();
        } catch (IllegalArgumentException e) {
            return Response.status(Response.Status.BAD_REQUEST)
                    .entity(new Problem("invalid", "inputs", String.valueOf(e.getMessage())))
                    .build();
        }
    }
}
