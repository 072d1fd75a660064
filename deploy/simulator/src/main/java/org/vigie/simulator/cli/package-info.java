/** Commands of the simulator. */
@NullMarked
package org.vigie.simulator.cli;

import org.jspecify.annotations.NullMarked;
