package org.vigie.dcm4che;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Constants leave no trace in bytecode (the compiler copies their values), so the sources are read for them. */
final class SourceConstants {
    private static final Pattern IMPORT = Pattern.compile("import org\\.dcm4che3\\.([a-z.]+\\.(Tag|UID|Status));");
    private static final Pattern STATIC_IMPORT =
            Pattern.compile("import static org\\.dcm4che3\\.([a-z.]+\\.\\w+)\\.(\\w+);");

    private SourceConstants() {}

    static Set<String> faults(Path folder, GenuineApi genuine) throws IOException {
        Set<String> faults = new TreeSet<>();
        for (Path file : Dcm4cheApiCheck.filesBelow(folder, ".java")) {
            faultsIn(Files.readString(file), genuine)
                    .forEach(fault -> faults.add(file.getFileName() + " names " + fault));
        }
        return faults;
    }

    static Set<String> faultsIn(String source, GenuineApi genuine) {
        Set<String> faults = new TreeSet<>();
        STATIC_IMPORT.matcher(source).results().forEach(m -> check(m.group(1), m.group(2), genuine, faults));
        for (MatchResult imported : IMPORT.matcher(source).results().toList()) {
            Pattern.compile("\\b(?<![.\\w])" + imported.group(2) + "\\.(\\w+)")
                    .matcher(source)
                    .results()
                    .forEach(use -> check(imported.group(1), use.group(1), genuine, faults));
        }
        return faults;
    }

    private static void check(String owner, String name, GenuineApi genuine, Set<String> faults) {
        if (!genuine.hasMemberNamed("org/dcm4che3/" + owner.replace('.', '/'), name)) {
            faults.add(owner + "." + name);
        }
    }
}
