/** What a demo, a test or an engineer asks for: simulated studies, demo patients, bad input. */
@NullMarked
package org.vigie.simulator;

import org.jspecify.annotations.NullMarked;
