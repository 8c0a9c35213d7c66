/**
 * What every other module builds on: the data set, pure metrics, the port to language models and
 * run records.
 */
@NullMarked
package dev.locomo.core;

import org.jspecify.annotations.NullMarked;
