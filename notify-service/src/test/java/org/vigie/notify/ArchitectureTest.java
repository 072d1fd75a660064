package org.vigie.notify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses NOTIFY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.vigie.notify");

    @Test
    void domainIsPureJava() {
        classes()
                .that()
                .resideInAPackage("org.vigie.notify.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "org.vigie.contract..", "org.vigie.notify.domain..")
                .check(NOTIFY);
    }

    @Test
    void kafkaStaysInMessaging() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vigie.notify.messaging..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(NOTIFY);
    }

    @Test
    void noDicomAndNoSqlOutsideTheirPlaces() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.dcm4che3..")
                .check(NOTIFY);
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vigie.notify.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .check(NOTIFY);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.vigie.notify.(*)..").should().beFreeOfCycles().check(NOTIFY);
    }
}
