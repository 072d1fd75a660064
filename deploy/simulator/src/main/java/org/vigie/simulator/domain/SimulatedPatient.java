package org.vigie.simulator.domain;

import java.time.LocalDate;

/** Who a simulated study pretends to be of. The text form hides it all. */
public record SimulatedPatient(String id, String issuer, String name, LocalDate birthDate) {
    @Override
    public String toString() {
        return "SimulatedPatient";
    }
}
