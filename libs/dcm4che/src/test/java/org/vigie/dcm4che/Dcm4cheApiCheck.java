package org.vigie.dcm4che;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Proves that our code would find everything it uses of dcm4che in the original too: every member of
 * {@code org.dcm4che3} that a module's bytecode refers to (inherited ones through their supertypes), every method it
 * overrides and every constant its sources name. A module that uses dcm4che calls {@link #verifyThisModule()} from a
 * test of its own.
 */
public final class Dcm4cheApiCheck {
    private static final String PACKAGE = "org/dcm4che3/";
    private static final String OURS = "org/vigie/";

    /** Interfaces of the original without a member, which the listing of members cannot show. */
    private static final Set<String> MARKERS =
            Set.of(PACKAGE + "net/service/QueryTask", PACKAGE + "net/service/RetrieveTask");

    private final GenuineApi genuine;
    private final Map<String, Optional<ClassModel>> models = new HashMap<>();

    Dcm4cheApiCheck(GenuineApi genuine) {
        this.genuine = genuine;
    }

    /** Checks the module whose tests are running; skipped, with a line that says so, where the listing is absent. */
    public static void verifyThisModule() throws IOException {
        Optional<GenuineApi> genuine = GenuineApi.find();
        Assumptions.assumeTrue(genuine.isPresent(), "the listing of dcm4che's API is absent");
        Dcm4cheApiCheck check = new Dcm4cheApiCheck(genuine.orElseThrow());
        Set<String> faults = new TreeSet<>(check.faultsInClasses(Path.of("target", "classes")));
        faults.addAll(SourceConstants.faults(Path.of("src", "main", "java"), genuine.orElseThrow()));
        if (!faults.isEmpty()) {
            throw new AssertionError("not in the original dcm4che:\n" + String.join("\n", faults));
        }
    }

    /** What the classes of ours below a folder use that the original lacks; empty is good. */
    Set<String> faultsInClasses(Path folder) throws IOException {
        Set<String> faults = new TreeSet<>();
        for (Path file : filesBelow(folder, ".class")) {
            ClassModel model = ClassFile.of().parse(file);
            if (model.thisClass().asInternalName().startsWith(OURS)) {
                models.put(model.thisClass().asInternalName(), Optional.of(model));
            }
        }
        for (Optional<ClassModel> model : List.copyOf(models.values())) {
            checkReferences(model.orElseThrow(), faults);
            checkOverrides(model.orElseThrow(), faults);
        }
        return faults;
    }

    static List<Path> filesBelow(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(suffix)).toList();
        }
    }

    private void checkReferences(ClassModel user, Set<String> faults) {
        String who = user.thisClass().asInternalName();
        for (PoolEntry entry : user.constantPool()) {
            if (entry instanceof MemberRefEntry member) {
                String owner = member.owner().asInternalName();
                String key = GenuineApi.key(
                        owner, member.name().stringValue(), member.type().stringValue());
                if (isNotFound(owner, member.name().stringValue(), member.type().stringValue())) {
                    faults.add(who + " uses " + key);
                }
            } else if (entry instanceof ClassEntry type
                    && type.asInternalName().startsWith(PACKAGE)
                    && !genuine.hasClass(type.asInternalName())
                    && !MARKERS.contains(type.asInternalName())) {
                faults.add(who + " names " + type.asInternalName());
            }
        }
    }

    /** An override of something only the port has would be a new method, never called, over the original. */
    private void checkOverrides(ClassModel user, Set<String> faults) {
        user.methods().stream()
                .filter(m -> !m.flags().has(AccessFlag.STATIC) && !m.flags().has(AccessFlag.PRIVATE))
                .filter(m -> !m.methodName().equalsString("<init>"))
                .forEach(m -> supertypes(user).forEach(parent -> {
                    String name = m.methodName().stringValue();
                    String type = m.methodType().stringValue();
                    if (declaredInPort(parent, name, type) && isNotFound(parent, name, type)) {
                        faults.add(user.thisClass().asInternalName() + " overrides " + parent + " " + name + type);
                    }
                }));
    }

    private boolean declaredInPort(String owner, String name, String type) {
        if (!owner.startsWith(PACKAGE)) {
            return false;
        }
        return model(owner)
                .filter(m -> declares(m, name, type) || supertypes(m).anyMatch(p -> declaredInPort(p, name, type)))
                .isPresent();
    }

    /** True where the reference ends at a dcm4che class and neither it nor a supertype has the member. */
    private boolean isNotFound(String owner, String name, String type) {
        if (owner.startsWith(PACKAGE)) {
            return !genuine.has(owner, name, type) && !inheritedByOriginal(owner, name, type);
        }
        Optional<ClassModel> model = owner.startsWith(OURS) ? model(owner) : Optional.empty();
        if (model.isEmpty() || declares(model.orElseThrow(), name, type)) {
            return false;
        }
        List<String> parents = supertypes(model.orElseThrow()).toList();
        return !parents.isEmpty() && parents.stream().allMatch(p -> isNotFound(p, name, type));
    }

    private boolean inheritedByOriginal(String owner, String name, String type) {
        return !name.equals("<init>")
                && model(owner).stream()
                        .flatMap(this::supertypes)
                        .anyMatch(parent -> parent.startsWith(PACKAGE)
                                ? genuine.has(parent, name, type) || inheritedByOriginal(parent, name, type)
                                : inheritedFromLibrary(parent, name, type));
    }

    /** The port puts classes of its own between dcm4che's and the JDK's: only what the JDK declares counts. */
    private boolean inheritedFromLibrary(String owner, String name, String type) {
        return model(owner)
                .filter(m -> (owner.startsWith("java/") && declares(m, name, type))
                        || supertypes(m).anyMatch(p -> inheritedFromLibrary(p, name, type)))
                .isPresent();
    }

    private static boolean declares(ClassModel model, String name, String type) {
        return model.methods().stream()
                        .anyMatch(m -> m.methodName().equalsString(name)
                                && m.methodType().equalsString(type))
                || model.fields().stream()
                        .anyMatch(f -> f.fieldName().equalsString(name)
                                && f.fieldType().equalsString(type));
    }

    private Stream<String> supertypes(ClassModel model) {
        return Stream.concat(model.superclass().stream(), model.interfaces().stream())
                .map(ClassEntry::asInternalName);
    }

    private Optional<ClassModel> model(String internalName) {
        Optional<ClassModel> known = models.get(internalName);
        if (known != null) {
            return known;
        }
        Optional<ClassModel> read = read(internalName);
        models.put(internalName, read);
        return read;
    }

    private static Optional<ClassModel> read(String internalName) {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(internalName + ".class")) {
            return in == null ? Optional.empty() : Optional.of(ClassFile.of().parse(in.readAllBytes()));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
