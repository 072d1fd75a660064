/** {@code deploy/vigie}: the one command a person types. */
@NullMarked
package org.vigie.cli;

import org.jspecify.annotations.NullMarked;
