package org.vigie.staging.domain.logic;

import org.vigie.contract.Reason;

/** What a rule reads: a name, a label and the admissible domain. */
public sealed interface InputSpec permits NumberInput, ChoiceInput, ListInput {
    String name();

    Text label();

    /** Its absence is a state of its own that the rule knows how to handle, not a gap to be completed. */
    boolean optional();

    /** Why an assessment that needed it could not decide. */
    Reason lack();
}
