package org.vigie.staging.fhir;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.intake.Statement;

/** One resource of a Bundle with its place and its name, and what it states. */
final class Entry {
    private final BundleReader.Reading reading;
    private final Resource resource;
    private final @Nullable String url;
    private final String path;

    /** @param url {@code Type/id} where the sender gave the id, null where it left that to us */
    Entry(BundleReader.Reading reading, Resource resource, @Nullable String url, String path) {
        this.reading = reading;
        this.resource = resource;
        this.url = url;
        this.path = path;
    }

    String path(String element) {
        return path + "." + element;
    }

    BundleReader.Reading reading() {
        return reading;
    }

    void states(Reference subject, String subjectElement, String part, FactBody body, String element) {
        reading.add(
                reading.subject(subject, path(subjectElement)),
                new Statement.Made(body, named(part), version(), places(path(element))));
    }

    /** When something was observed stands beside what was observed. */
    private UnaryOperator<Fault> places(String place) {
        UnaryOperator<Fault> other = at(place);
        UnaryOperator<Fault> when = BundleReader.at(path("effective"));
        return resource instanceof Observation
                ? fault -> (fault.object().equals("at") ? when : other).apply(fault)
                : other;
    }

    /** When the version was made stands beside the resource, or on the Bundle. */
    private UnaryOperator<Fault> at(String place) {
        UnaryOperator<Fault> other = BundleReader.at(place);
        UnaryOperator<Fault> made =
                BundleReader.at(resource.getMeta().hasLastUpdated() ? path("meta.lastUpdated") : "Bundle.timestamp");
        return fault -> (fault.object().equals(Fault.STATED_AT) ? made : other).apply(fault);
    }

    /** What the source stated before under this resource was an error. */
    void withdraws(Reference subject, String subjectElement, String part, String element) {
        String sourceId = named(part);
        if (sourceId == null) {
            throw Unprocessable.required(path("identifier"));
        }
        reading.add(
                reading.subject(subject, path(subjectElement)),
                new Statement.Withdrawn(sourceId, version(), at(path(element))));
    }

    private @Nullable String named(String part) {
        String sourceId = sourceId();
        return sourceId == null ? null : sourceId + part;
    }

    /** Name of the resource at its source: the id of a PUT, else its first identifier, else none. */
    @Nullable
    String sourceId() {
        if (url != null) {
            return url;
        }
        Property identifiers = resource.getNamedProperty("identifier");
        return identifiers == null
                ? null
                : identifiers.getValues().stream()
                        .filter(Identifier.class::isInstance)
                        .map(Identifier.class::cast)
                        .filter(Identifier::hasValue)
                        .map(id -> resource.fhirType() + "|" + id.getSystem() + "|" + id.getValue())
                        .findFirst()
                        .orElse(null);
    }

    /** When this version was made: the resource's last update, else the time of the Bundle. */
    private @Nullable Instant version() {
        Instant updated = BundleReader.instant(resource.getMeta().getLastUpdated());
        return updated == null ? reading.timestamp : updated;
    }
}
