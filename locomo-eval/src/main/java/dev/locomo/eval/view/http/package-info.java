/**
 * Pages and JSON over HTTP: a server that is closed by default. Who asks is checked before what is
 * asked for.
 */
@NullMarked
package dev.locomo.eval.view.http;

import org.jspecify.annotations.NullMarked;
