/** Text for terminals and logs: tables, wrapped paragraphs, nothing that could steer a terminal. */
@NullMarked
package dev.locomo.cli.output;

import org.jspecify.annotations.NullMarked;
