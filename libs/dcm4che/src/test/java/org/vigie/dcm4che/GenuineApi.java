package org.vigie.dcm4che;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The public and protected members of dcm4che itself, as listed in a file beside the project. */
final class GenuineApi {
    private static final Path LISTING = Path.of("shared", "dcm4che-5.34.1-api.tsv");

    private final Set<String> members = new HashSet<>();
    private final Set<String> memberNames = new HashSet<>();
    private final Set<String> classes = new HashSet<>();

    /** One line a member: class, tab, name, space, descriptor; constructors bear the name of their class. */
    GenuineApi(List<String> lines) {
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String owner = line.substring(0, line.indexOf('\t')).replace('.', '/');
            String name = line.substring(line.indexOf('\t') + 1, line.lastIndexOf(' '));
            boolean constructor = owner.endsWith("/" + name);
            members.add(key(owner, constructor ? "<init>" : name, line.substring(line.lastIndexOf(' ') + 1)));
            memberNames.add(owner + "." + name);
            classes.add(owner);
        }
    }

    /** Empty, with a line that says so, where the listing is absent; a failure where everything is required. */
    static Optional<GenuineApi> find() throws IOException {
        Path file = Path.of(System.getProperty("vigie.root", "."), "..").resolve(LISTING);
        if (Files.exists(file)) {
            return Optional.of(new GenuineApi(Files.readAllLines(file)));
        }
        if ("1".equals(System.getenv("CI_REQUIRE_ALL"))) {
            throw new AssertionError(LISTING + " is required beside the project and absent");
        }
        System.out.println("SKIPPED: " + LISTING + " is not beside the project, so the dcm4che API is not checked");
        return Optional.empty();
    }

    static String key(String owner, String name, String descriptor) {
        return owner + " " + name + descriptor;
    }

    boolean has(String owner, String name, String descriptor) {
        return members.contains(key(owner, name, descriptor));
    }

    boolean hasMemberNamed(String owner, String name) {
        return memberNames.contains(owner + "." + name);
    }

    boolean hasClass(String owner) {
        return classes.contains(owner);
    }
}
