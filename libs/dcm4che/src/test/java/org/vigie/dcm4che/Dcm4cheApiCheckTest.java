package org.vigie.dcm4che;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.util.SafeClose;
import org.dcm4che3.util.StreamUtils;
import org.dcm4che3.util.TagUtils;
import org.dcm4che3.util.UIDUtils;
import org.junit.jupiter.api.Test;

class Dcm4cheApiCheckTest {

    @Test
    void theAssociationTestOfThisModuleUsesOnlyWhatTheOriginalHas() throws IOException {
        Optional<GenuineApi> genuine = GenuineApi.find();
        assumeThat(genuine).isPresent();

        Set<String> faults =
                new Dcm4cheApiCheck(genuine.orElseThrow()).faultsInClasses(Path.of("target", "test-classes"));

        assertThat(faults).isEmpty();
    }

    @Test
    void theShimAddsNoPublicNameTheOriginalLacks() throws IOException {
        Optional<GenuineApi> genuine = GenuineApi.find();
        assumeThat(genuine).isPresent();

        Stream<Method> shim = Stream.of(TagUtils.class, UIDUtils.class, StreamUtils.class, SafeClose.class)
                .flatMap(c -> Stream.of(c.getDeclaredMethods()))
                .filter(m -> Modifier.isPublic(m.getModifiers()));

        assertThat(shim)
                .allMatch(m -> genuine.orElseThrow()
                        .has(
                                m.getDeclaringClass().getName().replace('.', '/'),
                                m.getName(),
                                MethodType.methodType(m.getReturnType(), m.getParameterTypes())
                                        .descriptorString()));
    }

    @Test
    void aMemberOnlyThePortHasIsNamed() throws IOException {
        GenuineApi without = new GenuineApi(
                List.of("org.dcm4che3.data.Attributes\tAttributes ()V", "org.dcm4che3.data.Attributes\tsize ()I"));

        Set<String> faults = new Dcm4cheApiCheck(without).faultsInClasses(Path.of("target", "test-classes"));

        assertThat(faults)
                .anyMatch(f -> f.contains("Attributes contains(I)Z"))
                .noneMatch(f -> f.contains("Attributes <init>()V"))
                .noneMatch(f -> f.contains("hashCode"));
        assertThat(new Attributes().contains(Tag.Modality)).isFalse();
        assertThat(new Attributes().hashCode()).isZero();
    }

    @Test
    void aConstantOnlyThePortHasIsNamed() {
        GenuineApi genuine = new GenuineApi(List.of("org.dcm4che3.data.UID\tVerification Ljava/lang/String;"));
        String source = "import org.dcm4che3.data.UID;\n x(UID.Verification, UID.VerificationSOPClass)";

        assertThat(SourceConstants.faultsIn(source, genuine)).containsExactly("data.UID.VerificationSOPClass");
    }
}
