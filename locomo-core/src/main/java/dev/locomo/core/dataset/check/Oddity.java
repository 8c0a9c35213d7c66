package dev.locomo.core.dataset.check;

import java.util.Locale;

/** The kinds of {@link CheckReport.Finding}; their codes stay the same from release to release. */
public enum Oddity {
  NOT_JSON(Severity.ERROR, "not JSON, or no array of samples; the rest was not looked at"),
  MISSING(Severity.ERROR, "a value that must be there is missing"),
  WRONG_TYPE(Severity.ERROR, "a value of the wrong kind"),
  SAMPLE_ID_BLANK(Severity.ERROR, "a sample id that is blank or cannot be written as UTF-8"),
  SAMPLE_ID_TWICE(Severity.ERROR, "two samples with one id"),
  SESSION_KEY(Severity.ERROR, "a session number that is not plain: 1 to 999999, no zero in front"),
  TURN_ID_MALFORMED(Severity.ERROR, "a turn id that is not like D1:3"),
  TURN_ID_TWICE(Severity.ERROR, "two turns of a conversation with one id"),
  CATEGORY_UNKNOWN(Severity.ERROR, "a category that the benchmark does not have"),
  TEXT_TOO_LONG(Severity.ERROR, "a text longer than any that is read"),

  SPEAKERS_SAME(Severity.WARNING, "both speakers have one name"),
  SPEAKER_UNKNOWN(Severity.WARNING, "a name that is neither speaker's"),
  NO_SESSIONS(Severity.WARNING, "a conversation without sessions"),
  SESSION_EMPTY(Severity.WARNING, "a session without turns"),
  SESSION_GAP(Severity.WARNING, "session numbers that leave one out or do not begin at 1"),
  NO_SUCH_SESSION(Severity.WARNING, "an annotation of a session that is not there"),
  SESSION_NOT_COVERED(Severity.WARNING, "a session that the annotation leaves out"),
  DATE_MISSING(Severity.WARNING, "a session without date"),
  DATE_UNREADABLE(Severity.WARNING, "a date that cannot be read"),
  DATE_ORDER(Severity.WARNING, "a session that is not later than the one before"),
  EVENT_DATE(Severity.WARNING, "events with another date than their session"),
  TURN_ID_ELSEWHERE(Severity.WARNING, "a turn id that names another session"),
  TURN_ORDER(Severity.WARNING, "turn numbers that do not count 1, 2, 3, ..."),
  TEXT_EMPTY(Severity.WARNING, "text without a visible character"),
  INVISIBLE_CHARACTER(Severity.WARNING, "characters that are invisible and that metrics compare"),
  MODEL_INSTRUCTION(Severity.WARNING, "text that reads like an instruction to a model"),
  UNPAIRED_SURROGATE(Severity.WARNING, "half a character, which no encoding can write"),
  IMAGE_WITHOUT_CAPTION(Severity.WARNING, "a picture that text models get nothing of"),
  EVIDENCE_EMPTY(Severity.WARNING, "no evidence; the original code counts recall 1"),
  EVIDENCE_MALFORMED(Severity.WARNING, "evidence that is no turn id"),
  EVIDENCE_UNKNOWN_TURN(Severity.WARNING, "evidence that names a turn that is not there"),
  SOURCE_MALFORMED(Severity.WARNING, "an observation's source that is no turn id"),
  SOURCE_UNKNOWN_TURN(Severity.WARNING, "an observation from a turn that is not there"),
  QUESTION_REPEATED(Severity.WARNING, "a question asked before: it counts twice"),
  QUESTION_BOTH_WAYS(Severity.WARNING, "a question both answerable and adversarial"),
  LURE_MISSING(Severity.WARNING, "an adversarial question without adversarial_answer"),
  LURE_ABSTAINS(Severity.WARNING, "an adversarial_answer that is itself the right abstention"),
  LURE_UNUSED(Severity.WARNING, "adversarial_answer outside category 5, which nothing reads"),

  SPEAKER_REPEATED(Severity.NOTE, "a speaker with two turns in a row"),
  DATE_WITHOUT_SESSION(Severity.NOTE, "a date without its session; not used"),
  OUTER_WHITE_SPACE(Severity.NOTE, "text with white space around it; kept"),
  LINE_BREAK(Severity.NOTE, "text of a turn with line breaks; kept"),
  CAPTION_WITHOUT_IMAGE(Severity.NOTE, "a caption whose picture has no address"),
  ANSWER_INTEGER(Severity.NOTE, "an answer that is a number; read as its decimal text"),
  ADVERSARIAL_WITH_ANSWER(Severity.NOTE, "an adversarial question with an answer as well"),
  EVIDENCE_JOINED(Severity.NOTE, "several turn ids in one string; read apart"),
  EVIDENCE_PADDED(Severity.NOTE, "a turn id with zeros in front; read without"),
  EVIDENCE_REPEATED(Severity.NOTE, "evidence that names a turn twice; counted once"),
  SOURCE_LIST(Severity.NOTE, "an observation with a list of sources"),
  SOURCE_JOINED(Severity.NOTE, "several source ids in one string; read apart"),
  PART_ABSENT(Severity.NOTE, "a part of the sample is absent; some tasks need it"),
  DATE_SPELLING(Severity.NOTE, "a date in another spelling than the published one; read"),
  COUNTED_FROM_0(Severity.NOTE, "sessions or turns counted from 0; read from 1"),
  TURN_ID_OTHER(Severity.NOTE, "turn ids of another kind; turns are numbered by their places"),
  SAMPLE_ID_OTHER(Severity.NOTE, "a sample's id that is no string, or that its question has"),
  CATEGORY_OTHER(Severity.NOTE, "categories in words, or of another benchmark"),
  SESSIONS_SORTED(Severity.NOTE, "sessions not in the order of their dates; put in it"),
  NOW_EARLY(Severity.WARNING, "a question asked before the last session of its history"),
  EVIDENCE_UNMARKED(Severity.WARNING, "a session that has the answer, without a marked turn"),
  CHOICES_ALIKE(Severity.WARNING, "choices that are the same, or only one"),
  CHOICE_DIFFERS(Severity.WARNING, "an answer that is not the choice marked as right"),
  LENGTHS_DIFFER(Severity.ERROR, "two lists that belong together have different lengths"),
  UNKNOWN_KEY(Severity.NOTE, "a key that nothing reads");

  private final Severity severity;
  private final String meaning;

  Oddity(Severity severity, String meaning) {
    this.severity = severity;
    this.meaning = meaning;
  }

  /** How bad it is. */
  public Severity severity() {
    return severity;
  }

  /** What it is, one phrase. */
  public String meaning() {
    return meaning;
  }

  /** Its stable name in reports and JSON, for example {@code evidence-unknown-turn}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How much a finding matters. */
  public enum Severity {
    /** The file cannot be used: a reader refuses it. */
    ERROR,
    /** Changes numbers, or is likely a mistake. */
    WARNING,
    /** An oddity that is read as meant. */
    NOTE;

    /** Lower case, as in reports and JSON. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
