package org.vigie.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.vigie.ingest");

    @Test
    void theDomainKnowsOnlyJavaAndTheContract() {
        classes()
                .that()
                .resideInAPackage("org.vigie.ingest.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "org.vigie.contract..", "org.vigie.ingest.domain..")
                .check(classes);
    }

    @Test
    void dcm4cheStaysInTheDicomAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vigie.ingest.dicom..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.dcm4che3..", "org.aoju..")
                .check(classes);
    }

    @Test
    void kafkaStaysInTheMessagingAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vigie.ingest.messaging..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(classes);
    }

    @Test
    void adaptersFormNoCycles() {
        slices().matching("org.vigie.ingest.(*)..").should().beFreeOfCycles().check(classes);
    }
}
