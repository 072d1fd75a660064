package org.vigie.staging.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.vigie.contract.Json;

/**
 * From JSON to a Bundle, strictly: an unknown element, a modifier extension, a rule set or a profile that nobody here
 * understands could change what the rest means, and is refused by its path.
 */
final class BundleParser {
    private static final String BASE_PROFILE = "http://hl7.org/fhir/StructureDefinition/";
    private static final int MOST_ISSUES = 50;

    private final FhirContext context = FhirContext.forR4Cached();
    private final Set<String> profiles;

    BundleParser(Set<String> profiles) {
        this.profiles = profiles;
    }

    /** @throws Unprocessable naming the path */
    Bundle read(String json) {
        JsonNode tree = StrictJson.read(json);
        if (!"Bundle".equals(tree.path("resourceType").asText())) {
            throw new Unprocessable(400, List.of(Issue.error("structure", "Bundle", "a Bundle is expected")));
        }
        List<Issue> issues = new ArrayList<>();
        scan(tree, "Bundle", issues);
        if (!issues.isEmpty()) {
            throw new Unprocessable(422, issues.subList(0, Math.min(issues.size(), MOST_ISSUES)));
        }
        try {
            IParser parser = context.newJsonParser();
            parser.setParserErrorHandler(new StrictErrorHandler());
            return parser.parseResource(Bundle.class, json);
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new Unprocessable(400, List.of(faulty(tree)));
        }
    }

    String write(IBaseResource resource) {
        return context.newJsonParser().encodeResourceToString(resource);
    }

    private void scan(JsonNode node, String path, List<Issue> issues) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                scan(node.get(i), path + "[" + i + "]", issues);
            }
        }
        node.properties().forEach(field -> {
            String at = path + "." + field.getKey();
            switch (field.getKey()) {
                case "modifierExtension" ->
                    issues.add(Issue.error("extension", at, "no modifier extension is understood here"));
                case "implicitRules" -> issues.add(Issue.error("not-supported", at, "no implicit rules"));
                case "contained" -> issues.add(Issue.error("not-supported", at, "entries instead of contained"));
                case "profile" -> profiles(field.getValue(), path, at, issues);
                default -> scan(field.getValue(), at, issues);
            }
        });
    }

    private void profiles(JsonNode stated, String parent, String at, List<Issue> issues) {
        for (int i = 0; parent.endsWith(".meta") && i < stated.size(); i++) {
            String profile = stated.get(i).asText();
            if (!profile.startsWith(BASE_PROFILE) && !profiles.contains(profile)) {
                issues.add(Issue.error("not-supported", at + "[" + i + "]", "a profile this site knows"));
            }
        }
    }

    /** The parser's own text would quote what was sent: each resource is tried alone to name the one that is wrong. */
    private Issue faulty(JsonNode bundle) {
        JsonNode entries = bundle.path("entry");
        for (int i = 0; i < entries.size(); i++) {
            JsonNode resource = entries.get(i).path("resource");
            String path = "Bundle.entry[" + i + "].resource";
            if (resource.isObject() && !readable(resource)) {
                for (var field : resource.properties()) {
                    if (!field.getKey().equals("resourceType") && !readable(only(resource, field.getKey()))) {
                        return Issue.error(
                                "structure", path + "." + field.getKey(), "as R4 defines it for this resource");
                    }
                }
                return Issue.error("structure", path, "a resource of R4");
            }
        }
        return Issue.error("structure", "Bundle", "a Bundle of R4");
    }

    private static JsonNode only(JsonNode resource, String field) {
        return Json.mapper()
                .createObjectNode()
                .put("resourceType", resource.path("resourceType").asText())
                .set(field, resource.get(field));
    }

    private boolean readable(JsonNode resource) {
        try {
            IParser parser = context.newJsonParser();
            parser.setParserErrorHandler(new StrictErrorHandler());
            parser.parseResource(resource.toString());
            return true;
        } catch (DataFormatException | IllegalArgumentException e) {
            return false;
        }
    }
}
