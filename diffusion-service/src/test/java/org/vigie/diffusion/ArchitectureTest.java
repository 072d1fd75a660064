package org.vigie.diffusion;

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
            .importPackages("org.vigie.diffusion");

    @Test
    void domainIsPure() {
        classes()
                .that()
                .resideInAPackage("..domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "jdk.incubator.vector..",
                        "org.jspecify..",
                        "org.vigie.contract..",
                        "org.vigie.diffusion.domain..")
                .check(classes);
    }

    @Test
    void dcm4cheIsKnownToTheReadersOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..dicom..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.dcm4che3..", "org.aoju..")
                .check(classes);
    }

    @Test
    void kafkaIsKnownToMessagingOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..messaging..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(classes);
    }

    @Test
    void theCommandLineBootsNoQuarkus() {
        noClasses()
                .that()
                .resideInAnyPackage("..cli..", "..dicom..", "..picture..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "org.apache.kafka..")
                .check(classes);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.vigie.diffusion.(*)..").should().beFreeOfCycles().check(classes);
    }
}
