package dev.locomo.core.dataset.json;

/**
 * One thing that is wrong or odd in a LoCoMo-shaped file.
 *
 * @param oddity what kind
 * @param sample id of the sample it is in; empty where that is not known
 * @param place JSON pointer, or line and column where the file is not JSON
 * @param found what is there, one line, cut when long
 * @param expected what should be there, one line
 */
public record Finding(Oddity oddity, String sample, String place, String found, String expected) {}
