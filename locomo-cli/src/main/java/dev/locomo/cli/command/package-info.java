/** One class per verb. */
@NullMarked
package dev.locomo.cli.command;

import org.jspecify.annotations.NullMarked;
