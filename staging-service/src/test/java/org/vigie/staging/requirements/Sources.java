package org.vigie.staging.requirements;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Java sources of one folder as text.
 *
 * @param byClass text by simple class name
 */
record Sources(Map<String, String> byClass) {
    private static final Pattern LITERAL = Pattern.compile("\"([^\"\\\\]+)\"");

    static Sources of(Path folder) {
        if (!Files.isDirectory(folder)) {
            return new Sources(Map.of());
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return new Sources(files.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> !f.endsWith("package-info.java"))
                    .collect(Collectors.toMap(
                            f -> f.getFileName().toString().replace(".java", ""),
                            Sources::read,
                            (a, b) -> a + b,
                            TreeMap::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> classes(Predicate<String> text) {
        return byClass.entrySet().stream()
                .filter(entry -> text.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** String literals of a class and of the classes of this folder that it names, step by step. */
    Set<String> literals(String className) {
        Set<String> read = new TreeSet<>();
        Set<String> literals = new TreeSet<>();
        collect(className, read, literals);
        return literals;
    }

    private void collect(String className, Set<String> read, Set<String> literals) {
        String text = byClass.get(className);
        if (text == null || !read.add(className)) {
            return;
        }
        Matcher matcher = LITERAL.matcher(text);
        while (matcher.find()) {
            literals.add(matcher.group(1));
        }
        byClass.keySet().stream()
                .filter(other -> Pattern.compile("\\b" + other + "\\.").matcher(text).find())
                .forEach(other -> collect(other, read, literals));
    }
}
