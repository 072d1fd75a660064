package org.vigie.staging;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses staging = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.vigie.staging");

    @Test
    void domainKnowsOnlyJavaTheContractAndItself() {
        classes()
                .that()
                .resideInAPackage("org.vigie.staging.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "org.vigie.contract..", "org.vigie.staging.domain..")
                .check(staging);
    }

    @Test
    void kafkaIsKnownInMessagingOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vigie.staging.messaging..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(staging);
    }

    @Test
    void dicomIsNotReadHere() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.dcm4che3..")
                .check(staging);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.vigie.staging.(**)").should().beFreeOfCycles().check(staging);
    }
}
