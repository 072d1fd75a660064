import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Second half of the renaming: jarjar gives the port's classes their dcm4che names back, this gives the few renamed
 * members theirs (members.txt) and the UID constants their present names (suffixes, uids.txt). Run as a source file
 * by the build: {@code RestoreMembers in.jar outDirectory folderOfThisFile}.
 */
final class RestoreMembers {

    private static final String UID_CLASS = "org/dcm4che3/data/UID";
    private static final String PORT_EXCEPTION = "org/aoju/bus/core/exception/InternalException";
    private static final String STREAM_EXCEPTION = "org/dcm4che3/io/DicomStreamException";
    private static final String NET_EXCEPTION = "org/dcm4che3/internal/NetException";
    private static final Pattern STALE_SUFFIX = Pattern.compile("SOPClass|Retired$|SOP(?=Instance)");
    private static final Pattern UPPER_VERB = Pattern.compile("(FIND|MOVE|GET)$");

    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[1]);
        Map<String, String> members = pairs(Path.of(args[2], "members.txt"));
        Map<String, String> uids = pairs(Path.of(args[2], "uids.txt"));
        try (JarFile jar = new JarFile(args[0])) {
            jar.stream().filter(e -> e.getName().startsWith("org/dcm4che3/") && !e.isDirectory()).forEach(e -> {
                try (var in = jar.getInputStream(e)) {
                    byte[] bytes = in.readAllBytes();
                    Path target = out.resolve(e.getName());
                    Files.createDirectories(target.getParent());
                    Files.write(target, e.getName().endsWith(".class") ? restored(bytes, members, uids) : bytes);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
    }

    private static byte[] restored(byte[] bytes, Map<String, String> members, Map<String, String> uids) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(0);
        ClassVisitor sink = reader.getClassName().equals(UID_CLASS) ? new UidNames(writer, uids) : writer;
        String source = reader.getClassName().replaceAll("^.*/|\\$.*$", "") + ".java";
        reader.accept(
                new ClassRemapper(sink, new Names(reader.getClassName(), members)) {
                    /** javac warns of a class whose source file has another name. */
                    @Override
                    public void visitSource(String ignored, String debug) {
                        super.visitSource(source, debug);
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static final class Names extends Remapper {
        private final String exception;
        private final Map<String, String> members;

        Names(String className, Map<String, String> members) {
            super(Opcodes.ASM9);
            this.exception = className.startsWith("org/dcm4che3/io/") ? STREAM_EXCEPTION : NET_EXCEPTION;
            this.members = members;
        }

        /** dcm4che fails with checked exceptions where the port throws an unchecked one of its own. */
        @Override
        public String map(String internalName) {
            return internalName.equals(PORT_EXCEPTION) ? exception : internalName;
        }

        @Override
        public String mapMethodName(String owner, String name, String descriptor) {
            return owner.startsWith("org/dcm4che3/") ? members.getOrDefault(name, name) : name;
        }

        @Override
        public String mapFieldName(String owner, String name, String descriptor) {
            return owner.startsWith("org/dcm4che3/") ? members.getOrDefault(name, name) : name;
        }
    }

    /** Renames the constants; the compiler copies their values into every user, so no reference can break. */
    private static final class UidNames extends ClassVisitor {
        private final Map<String, String> added;
        private final Set<String> seen = new HashSet<>();

        UidNames(ClassVisitor next, Map<String, String> added) {
            super(Opcodes.ASM9, next);
            this.added = added;
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            String restored = value == null ? name : STALE_SUFFIX.matcher(name).replaceAll("");
            restored = UPPER_VERB.matcher(restored).replaceAll(verb ->
                    verb.group().charAt(0) + verb.group().substring(1).toLowerCase(java.util.Locale.ROOT));
            return seen.add(restored) ? super.visitField(access, restored, descriptor, signature, value) : null;
        }

        @Override
        public void visitEnd() {
            int constant = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
            added.forEach((name, uid) -> {
                if (seen.add(name)) {
                    super.visitField(constant, name, "Ljava/lang/String;", null, uid);
                }
            });
            super.visitEnd();
        }
    }

    private static Map<String, String> pairs(Path file) throws IOException {
        Map<String, String> pairs = new TreeMap<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.split(" ");
                pairs.put(words[0], words[1]);
            }
        }
        return pairs;
    }

    private RestoreMembers() {}
}
