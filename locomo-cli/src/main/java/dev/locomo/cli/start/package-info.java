/** Runs that are started from the command line: host, store and estimate. */
@NullMarked
package dev.locomo.cli.start;

import org.jspecify.annotations.NullMarked;
