/**
 * Settings, declared once: the command line, the environment, files, the fingerprint of a run and
 * the reference pages all read the same declarations.
 */
@NullMarked
package dev.locomo.core.settings;

import org.jspecify.annotations.NullMarked;
