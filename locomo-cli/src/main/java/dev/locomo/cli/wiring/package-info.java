/** From flags, environment and files to settings and objects. */
@NullMarked
package dev.locomo.cli.wiring;

import org.jspecify.annotations.NullMarked;
