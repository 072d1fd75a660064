/** The core without broker, database and Quarkus: for physicists, commissioning and acceptance tests. */
@NullMarked
package org.vigie.diffusion.cli;

import org.jspecify.annotations.NullMarked;
