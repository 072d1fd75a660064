package org.vigie.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.vigie.simulator");

    @Test
    void theDomainIsPlainJava() {
        classes()
                .that()
                .resideInAPackage("org.vigie.simulator.domain")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "org.vigie.contract..", "org.vigie.simulator.domain")
                .check(classes);
    }

    @Test
    void onlyTheDicomPackageKnowsDcm4che() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vigie.simulator.dicom")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.dcm4che3..", "org.aoju..")
                .check(classes);
    }

    @Test
    void dicomKnowsNeitherCommandsNorScenarios() {
        noClasses()
                .that()
                .resideInAPackage("org.vigie.simulator.dicom")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.vigie.simulator", "org.vigie.simulator.cli")
                .check(classes);
    }
}
