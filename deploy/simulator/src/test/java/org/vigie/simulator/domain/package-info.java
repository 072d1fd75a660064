@NullMarked
package org.vigie.simulator.domain;

import org.jspecify.annotations.NullMarked;
