/**
 * What the program says besides its results: lines for people, or events in text or JSON, each with
 * the run's id and with everything that looks like a key masked.
 */
@NullMarked
package dev.locomo.cli.log;

import org.jspecify.annotations.NullMarked;
