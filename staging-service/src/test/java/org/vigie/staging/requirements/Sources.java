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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Java sources of one folder as text.
 *
 * @param byClass text by simple class name
 */
record Sources(Map<String, String> byClass) {
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

    /** Text of a class and of the classes of this folder that it names, step by step. */
    String reachable(String className) {
        Set<String> read = new TreeSet<>();
        StringBuilder text = new StringBuilder();
        collect(className, read, text);
        return text.toString();
    }

    private void collect(String className, Set<String> read, StringBuilder collected) {
        String text = byClass.get(className);
        if (text == null || !read.add(className)) {
            return;
        }
        collected.append(text);
        byClass.keySet().stream()
                .filter(other ->
                        Pattern.compile("\\b" + other + "\\.").matcher(text).find())
                .forEach(other -> collect(other, read, collected));
    }
}
