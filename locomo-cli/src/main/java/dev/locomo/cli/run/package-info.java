/** Runs that are started from the command line: host, store and estimate. */
@NullMarked
package dev.locomo.cli.run;

import org.jspecify.annotations.NullMarked;
