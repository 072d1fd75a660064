@NullMarked
package org.vigie.cli.demo;

import org.jspecify.annotations.NullMarked;
