package org.vigie.mr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.vigie.mr");

    @Test
    void onlyTheReadersKnowDcm4che() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vigie.mr.dicom..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.dcm4che3..", "org.aoju..")
                .check(classes);
    }

    @Test
    void theRecordsDoNotKnowTheirReaders() {
        noClasses()
                .that()
                .resideInAPackage("org.vigie.mr")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.vigie.mr.dicom..")
                .check(classes);
    }
}
