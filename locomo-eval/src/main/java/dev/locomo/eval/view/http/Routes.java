package dev.locomo.eval.view.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.eval.report.Page;
import dev.locomo.eval.view.DataPages;
import dev.locomo.eval.view.LabelPages;
import dev.locomo.eval.view.Library;
import dev.locomo.eval.view.QuestionPages;
import dev.locomo.eval.view.RunPages;
import dev.locomo.eval.view.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the server has, by method and path. */
public final class Routes implements AutoCloseable {
  private static final Map<String, String> ASSETS =
      Map.of(
          "report.css", "text/css; charset=utf-8",
          "view.css", "text/css; charset=utf-8",
          "view.js", "text/javascript; charset=utf-8");
  private static final Pattern OWN_POLICY =
      Pattern.compile("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"");

  /** Answers one request; {@code at} is what stands at the name in its pattern, or nothing. */
  @FunctionalInterface
  private interface Handler {
    Response answer(Request request, String at);
  }

  private record Route(String method, List<String> pattern, Handler handler) {}

  private final List<Route> routes = new ArrayList<>();
  private final @Nullable Retrieval retrieval;
  private final Site site;

  /** The pages and the JSON over a library. */
  public Routes(Library library, Retrieval retrieval) {
    this(library, new Site(true), retrieval);
    json(new Api(library, retrieval), new QuestionPages(library, site));
  }

  /** The pages alone. */
  Routes(Library library, Site site) {
    this(library, site, null);
  }

  private Routes(Library library, Site site, @Nullable Retrieval retrieval) {
    this.retrieval = retrieval;
    this.site = site;
    pages(library);
  }

  private void pages(Library library) {
    var runs = new RunPages(library, site);
    var questions = new QuestionPages(library, site);
    var labels = new LabelPages(library, site);
    var data = new DataPages(library, site);
    get("/", (r, at) -> page(runs.runs(r.params())));
    get("/live", (r, at) -> page(runs.live()));
    get("/runs/{run}", (r, at) -> page(runs.run(at)));
    get("/runs/{run}/report", (r, at) -> ownPage(runs.report(at)));
    get("/runs/{run}/questions", (r, at) -> page(questions.list(at, r.params())));
    get(
        "/runs/{run}/question",
        (r, at) -> page(questions.question(at, r.params().get("id"), r.params())));
    get("/runs/{run}/items", (r, at) -> page(runs.items(at, r.params())));
    get("/runs/{run}/item", (r, at) -> page(runs.item(at, r.params().get("id"))));
    get("/compare", (r, at) -> page(runs.compare(r.params())));
    get("/label/{id}", (r, at) -> page(labels.page(at, r.params())));
    add("POST", "/label/{id}", (r, at) -> Response.to(labels.keep(at, r.params())));
    get("/runs/{run}/data", (r, at) -> page(data.setOfRun(at)));
    get("/runs/{run}/conversation", (r, at) -> page(data.ofRun(at, r.params())));
    get("/data", (r, at) -> page(data.list()));
    get("/data/{name}", (r, at) -> page(data.set(at)));
    get("/data/{name}/conversation", (r, at) -> page(data.conversation(at, r.params())));
    get("/login", (r, at) -> login(200));
    get("/assets/{file}", (r, at) -> asset(at));
    get("/favicon.ico", (r, at) -> new Response(204, "image/x-icon", "", Map.of()));
  }

  private void json(Api api, QuestionPages questions) {
    get("/health", (r, at) -> health());
    get("/openapi.yaml", (r, at) -> Response.file("application/yaml", Api.description()));
    get("/v1/runs", (r, at) -> Response.json(200, api.runs()));
    get("/v1/runs/{run}", (r, at) -> Response.json(200, api.run(at)));
    get("/v1/runs/{run}/questions", (r, at) -> Response.json(200, questions.json(at, r.params())));
    get("/v1/runs/{run}/scores", (r, at) -> Response.json(200, api.scores(at, r.params())));
    get("/v1/compare", (r, at) -> Response.json(200, api.compare(r.params())));
    get("/v1/data", (r, at) -> Response.json(200, api.data()));
    add("POST", "/v1/score", (r, at) -> Response.json(200, api.score(r.json())));
    add("POST", "/v1/retrieve", (r, at) -> Response.json(200, api.retrieve(r.json())));
  }

  private void get(String pattern, Handler handler) {
    add("GET", pattern, handler);
  }

  private void add(String method, String pattern, Handler handler) {
    routes.add(new Route(method, parts(pattern), handler));
  }

  private static List<String> parts(String pattern) {
    return pattern.equals("/") ? List.of() : List.of(pattern.substring(1).split("/"));
  }

  /** Every method with its path, as {@code openapi.yaml} names them. */
  List<String> all() {
    return routes.stream().map(r -> r.method + " /" + String.join("/", r.pattern)).toList();
  }

  /**
   * Answers a request that is let in.
   *
   * @throws NoSuchElementException when there is nothing at its path
   */
  Response answer(Request request) {
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    boolean known = false;
    for (Route route : routes) {
      var at = matches(route.pattern, request.path());
      known |= at.isPresent();
      if (at.isPresent() && route.method.equals(method)) {
        return route.handler.answer(request, at.get());
      }
    }
    if (known) {
      boolean json = !request.path().isEmpty() && request.path().getFirst().equals("v1");
      return message(json, 405, "There is nothing to be done here with " + method + ".");
    }
    throw new NoSuchElementException("There is nothing at this address.");
  }

  /** What stands at the name in a pattern, which has one at most; empty when a path is no such. */
  private static Optional<String> matches(List<String> pattern, List<String> path) {
    String at = "";
    for (int i = 0; i < Math.min(pattern.size(), path.size()); i++) {
      if (pattern.get(i).startsWith("{")) {
        at = path.get(i);
      } else if (!pattern.get(i).equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return pattern.size() == path.size() ? Optional.of(at) : Optional.empty();
  }

  private static Response page(String html) {
    return Response.html(200, html);
  }

  /** A page with a policy of its own, which allows its style and its script by hash. */
  private static Response ownPage(String html) {
    var policy = OWN_POLICY.matcher(html);
    String own = policy.find() ? policy.group(1) : "default-src 'none'";
    return page(html).with("Content-Security-Policy", own + "; frame-ancestors 'none'");
  }

  private static Response asset(String name) {
    String type = ASSETS.get(name);
    if (type == null) {
      throw new NoSuchElementException("There is nothing at this address.");
    }
    return Response.file(
        type, name.startsWith("report") ? Page.resource(name) : Site.resource(name));
  }

  /** 200 when it is ready: what is to be searched is loaded. */
  Response health() {
    boolean ready = retrieval == null || retrieval.ready();
    ObjectNode document = JsonFiles.MAPPER.createObjectNode();
    document.put("status", ready ? "ready" : "loading");
    return Response.json(ready ? 200 : 503, document);
  }

  /** A message instead of what was asked for. */
  Response message(boolean json, int status, String text) {
    return json
        ? Response.json(status, JsonFiles.MAPPER.createObjectNode().put("error", text))
        : Response.html(status, site.message(text));
  }

  /** The form for the token. */
  Response login(int status) {
    return Response.html(status, site.login());
  }

  @Override
  public void close() {
    if (retrieval != null) {
      retrieval.close();
    }
  }
}
