/** What the program prints: tables, progress, failures. */
@NullMarked
package dev.locomo.cli.output;

import org.jspecify.annotations.NullMarked;
