package org.vigie.staging.domain.cases;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.logic.Reading;

/** Collects readings with the facts they come from; what is null stays missing. */
final class Readings {
    private final Map<String, Reading> byName = new HashMap<>();
    private final List<String> ids = new ArrayList<>();

    Readings number(String name, @Nullable Double value, String unit, String factId) {
        if (value != null) {
            byName.put(name, new Reading.Measured(value, unit, factId));
        }
        ids.add(factId);
        return this;
    }

    Readings count(String name, @Nullable Integer value, String factId) {
        return number(name, value == null ? null : Double.valueOf(value), "", factId);
    }

    Readings yesNo(String name, @Nullable Boolean value, String factId) {
        if (value != null) {
            byName.put(name, new Reading.Choice(value ? "yes" : "no", factId));
        }
        ids.add(factId);
        return this;
    }

    Readings choice(String name, @Nullable String value, @Nullable String factId) {
        if (value != null) {
            byName.put(name, new Reading.Choice(value, factId));
        }
        return read(factId);
    }

    Readings put(String name, Reading reading) {
        byName.put(name, reading);
        return this;
    }

    Readings read(@Nullable String factId) {
        if (factId != null) {
            ids.add(factId);
        }
        return this;
    }

    Readings read(List<String> factIds) {
        ids.addAll(factIds);
        return this;
    }

    Map<String, Reading> byName() {
        return byName;
    }

    List<String> ids() {
        return ids;
    }
}
