package org.vigie.staging.fhir;

import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.OperationOutcome;

/** What the endpoint answers. */
final class Outcomes {
    private static final String NOTICE =
            "Research use / decision support. Not a medical device. To be interpreted by a qualified physician.";
    private static final List<String> RESOURCES = List.of(
            "Patient", "EpisodeOfCare", "CarePlan", "MedicationAdministration", "Observation", "Condition", "Specimen");

    private Outcomes() {}

    static OperationOutcome outcome(List<Issue> issues) {
        OperationOutcome outcome = new OperationOutcome();
        for (Issue issue : issues) {
            outcome.addIssue()
                    .setSeverity(OperationOutcome.IssueSeverity.fromCode(
                            issue.severity().name().toLowerCase(Locale.ROOT)))
                    .setCode(OperationOutcome.IssueType.fromCode(issue.kind()))
                    .setDetails(new CodeableConcept().setText(issue.code()))
                    .setDiagnostics(issue.path() + ": " + issue.text())
                    .addExpression(issue.path());
        }
        return outcome;
    }

    static Bundle response(List<String> statuses, List<Issue> warnings) {
        Bundle bundle = new Bundle();
        bundle.setType(Bundle.BundleType.TRANSACTIONRESPONSE);
        for (int i = 0; i < statuses.size(); i++) {
            String entry = "Bundle.entry[" + i + "].";
            Bundle.BundleEntryResponseComponent response = bundle.addEntry().getResponse();
            response.setStatus(statuses.get(i));
            List<Issue> own = warnings.stream()
                    .filter(warning -> warning.path().startsWith(entry))
                    .toList();
            if (!own.isEmpty()) {
                response.setOutcome(outcome(own));
            }
        }
        return bundle;
    }

    static CapabilityStatement capabilities() {
        CapabilityStatement statement = new CapabilityStatement();
        statement
                .setStatus(Enumerations.PublicationStatus.ACTIVE)
                .setDateElement(new DateTimeType("2026-11-22"))
                .setKind(CapabilityStatement.CapabilityStatementKind.INSTANCE)
                .setFhirVersion(Enumerations.FHIRVersion._4_0_1)
                .setDescription(NOTICE)
                .addFormat("json");
        statement.getSoftware().setName("Vigie staging");
        statement.getImplementation().setDescription("Clinical facts in: transactions only, nothing is read back");
        CapabilityStatement.CapabilityStatementRestComponent rest =
                statement.addRest().setMode(CapabilityStatement.RestfulCapabilityMode.SERVER);
        rest.addInteraction().setCode(CapabilityStatement.SystemRestfulInteraction.TRANSACTION);
        RESOURCES.forEach(type -> rest.addResource()
                .setType(type)
                .setDocumentation("within a transaction: POST, PUT, DELETE")
                .setVersioning(CapabilityStatement.ResourceVersionPolicy.NOVERSION));
        return statement;
    }
}
