package org.vigie.staging.domain.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an oracle answers to every completion, as a decision diagram: a node is an input it asked for with one child per
 * value, a leaf its answers. Equal parts are kept once, so a diagram of millions of completions is small.
 */
final class Diagram {
    private static final int LEAF = -1;

    private record Node(
            int input, List<Integer> children, @Nullable Map<String, String> answer) {}

    private record Restriction(int node, int input, int value) {}

    private final List<Node> nodes = new ArrayList<>();
    private final Map<Node, Integer> numbers = new HashMap<>();
    private final Map<Restriction, Integer> restricted = new HashMap<>();

    /** @param answer by part; {@code null} where the completion is not admissible */
    int leaf(@Nullable Map<String, String> answer) {
        return number(new Node(LEAF, List.of(), answer));
    }

    /** @param children by number of the value */
    int node(int input, int[] children) {
        boolean alike = Arrays.stream(children).allMatch(child -> child == children[0]);
        return alike
                ? children[0]
                : number(new Node(input, Arrays.stream(children).boxed().toList(), null));
    }

    private int number(Node node) {
        Integer known = numbers.get(node);
        if (known != null) {
            return known;
        }
        numbers.put(node, nodes.size());
        nodes.add(node);
        return nodes.size() - 1;
    }

    /** Inputs that anything under a node depends on. */
    Set<Integer> inputs(int node) {
        Set<Integer> inputs = new HashSet<>();
        below(node).forEach(n -> inputs.add(nodes.get(n).input()));
        inputs.remove(LEAF);
        return inputs;
    }

    /** Different admissible answers under a node. */
    Set<Map<String, String>> answers(int node) {
        Set<Map<String, String>> answers = new HashSet<>();
        for (int n : below(node)) {
            Map<String, String> answer = nodes.get(n).answer();
            if (answer != null) {
                answers.add(answer);
            }
        }
        return answers;
    }

    private Set<Integer> below(int node) {
        Set<Integer> seen = new HashSet<>();
        List<Integer> left = new ArrayList<>(List.of(node));
        while (!left.isEmpty()) {
            int next = left.removeLast();
            if (seen.add(next)) {
                left.addAll(nodes.get(next).children());
            }
        }
        return seen;
    }

    /** Takes out of {@code parts} those whose answer one input alone turns in some completion of the others. */
    void turned(int node, int input, int values, Set<String> parts) {
        List<Integer> by = new ArrayList<>();
        for (int v = 0; v < values; v++) {
            int with = restrict(node, input, v);
            if (!by.contains(with)) {
                by.add(with);
            }
        }
        Set<Long> compared = new HashSet<>();
        for (int a = 0; a < by.size(); a++) {
            for (int b = a + 1; b < by.size(); b++) {
                compare(by.get(a), by.get(b), parts, compared);
            }
        }
    }

    private void compare(int a, int b, Set<String> parts, Set<Long> compared) {
        if (a == b || parts.isEmpty() || !compared.add(((long) a << 32) | b)) {
            return;
        }
        Node one = nodes.get(a);
        Node other = nodes.get(b);
        if (one.input() == LEAF && other.input() == LEAF) {
            if (one.answer() != null && other.answer() != null) {
                Map<String, String> second = other.answer();
                one.answer().forEach((part, text) -> {
                    if (!text.equals(second.get(part))) {
                        parts.remove(part);
                    }
                });
            }
            return;
        }
        Node split = one.input() == LEAF ? other : one;
        for (int v = 0; v < split.children().size(); v++) {
            compare(restrict(a, split.input(), v), restrict(b, split.input(), v), parts, compared);
        }
    }

    private int restrict(int number, int input, int value) {
        Node node = nodes.get(number);
        if (node.input() == LEAF) {
            return number;
        }
        if (node.input() == input) {
            return node.children().get(value);
        }
        Restriction key = new Restriction(number, input, value);
        Integer known = restricted.get(key);
        if (known == null) {
            int[] children = new int[node.children().size()];
            for (int v = 0; v < children.length; v++) {
                children[v] = restrict(node.children().get(v), input, value);
            }
            known = node(node.input(), children);
            restricted.put(key, known);
        }
        return known;
    }
}
