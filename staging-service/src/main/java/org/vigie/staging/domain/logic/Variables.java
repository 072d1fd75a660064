package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What may still vary while the completions of one question are tried, numbered as it is first asked for. */
final class Variables {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<List<Derived>> jointly = new ArrayList<>();
    private boolean anyJointly;

    int number(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        int number = names.size();
        numbers.put(name, number);
        names.add(name);
        jointly.add(List.of());
        return number;
    }

    /** Several operands of a derived number are missing: its own value varies in their place. */
    int number(Derived derived) {
        int number = number(derived.name());
        if (!jointly.get(number).contains(derived)) {
            anyJointly = true;
            List<Derived> more = new ArrayList<>(jointly.get(number));
            more.add(derived);
            jointly.set(number, List.copyOf(more));
        }
        return number;
    }

    boolean knows(String name) {
        return numbers.containsKey(name);
    }

    /** Whether any derived number varied as a whole. */
    boolean anyJointly() {
        return anyJointly;
    }

    int size() {
        return names.size();
    }

    String name(int number) {
        return names.get(number);
    }

    /** Derived numbers that varied as a whole under this number; empty for plain inputs. */
    List<Derived> jointly(int number) {
        return jointly.get(number);
    }
}
