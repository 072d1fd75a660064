package org.vigie.staging.messaging;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.alerts.PatientState;

/** Patients last seen, decoded; bounded by the number of their rows. Belongs to one task and lives as long as it. */
final class PatientCache {
    private final int maxRows;
    private final LinkedHashMap<String, PatientState> states = new LinkedHashMap<>(64, 0.75f, true);
    private long rows;

    /** @param maxRows rows of all patients kept; the patient used last is always kept */
    PatientCache(int maxRows) {
        this.maxRows = maxRows;
    }

    @Nullable
    PatientState get(String patientKey) {
        return states.get(patientKey);
    }

    void put(String patientKey, PatientState state) {
        PatientState replaced = states.put(patientKey, state);
        rows += rowsOf(state) - (replaced == null ? 0 : rowsOf(replaced));
        var eldest = states.entrySet().iterator();
        while (rows > maxRows && states.size() > 1) {
            Map.Entry<String, PatientState> oldest = eldest.next();
            rows -= rowsOf(oldest.getValue());
            eldest.remove();
        }
    }

    int size() {
        return states.size();
    }

    private static int rowsOf(PatientState state) {
        return 1
                + state.timeline().facts().size()
                + state.timeline().studies().size()
                + state.assessed().size()
                + state.alerts().size();
    }
}
