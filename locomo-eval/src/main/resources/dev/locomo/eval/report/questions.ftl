<#import "page.ftl" as p>
<#escape x as esc(x)>
<@p.page "LoCoMo: " + title true>
<header>
<h1>${model}</h1>
<p class="soft">${subtitle}</p>
</header>
<div class="tiles">
<@tile "Categories 1-4" run.of.headline() "lead"/>
<@tile "Adversarial" run.of.slice("adversarial")/>
<@tile "Categories 1-5" run.of.overall()/>
</div>
<#list notices as notice><@p.notice notice/></#list>
<h2>Where it does well, and where not</h2>
<@p.drawn/>
<p class="soft">Whiskers are 95 % intervals. Charts of distance, length and recall cover categories 1 to 4.</p>
<h2>Against baselines</h2>
<div class="card scroll"><table><tr><th>${metric}</th><#list slices as slice><@head slice/></#list><@head "1-4"/><@head "1-5"/><@head "macro 1-5"/></tr>
<#list [run] + baselines as one>
<tr><td>${one.name}</td><#list slices as slice><@cell one.of.slice(slice)/></#list><@cell one.of.headline()/><@cell one.of.overall()/><td class="num"><@mean one.of.macro()/><span class="soft"><@range one.of.macro()/></span></td></tr>
</#list>
</table></div>
<p class="soft screen">Intervals of two runs may overlap although they differ: <code>locomo compare</code> tests runs question by question.</p>
<h2>Every metric</h2>
<div class="card scroll"><table><tr><th>metric</th><@head "1-4"/><@head "adversarial"/><@head "1-5"/></tr>
<#list metrics as one>
<tr><td>${one.name}<span class="soft">${one.of.about}</span></td><@cell one.of.headline()/><@cell one.of.slice("adversarial")/><#if one.of.apart()?has_content><td class="num">&ndash;</td><#else><@cell one.of.overall()/></#if></tr>
</#list>
</table></div>
<#if judges?has_content>
<h2>Judges</h2>
<#list judges?filter(j -> !j.calibrated) as judge>
<p class="notice">${judge.metric}: ${judge.sentence}.</p>
</#list>
<div class="card scroll" id="judges"><table class="tight"><#t>
<@judged "right by the judge, %"/>
<@judgedSlice "categories 1-4" judges?map(j -> j.entry.categories_1_4!{})/>
<@judgedSlice "adversarial" judges?map(j -> (j.entry.by_category!{}).adversarial!{})/>
<#if judges?filter(j -> (j.entry.flips.rate)??)?has_content>
<tr><td>verdicts that change when asked again</td><#list judges as j><#assign flips = j.entry.flips!{}><td class="num"><@rate flips.rate!"", flips, flips.repeated!0/></td></#list></tr>
</#if>
<#if judges?filter(j -> j.calibrated)?has_content>
<@judged "wrong answers it accepts, %"/>
<@kinds "false-accept"/>
<@judged "right answers it rejects, %"/>
<@kinds "false-reject"/>
</#if>
</table></div>
<p class="soft">A judge that accepts many wrong answers of a kind gives too high scores to a system that makes such mistakes. Rates are of answers whose verdict is known, with 95 % intervals.</p>
<#list panels?filter(panel -> panel.agreement?has_content) as panel>
<div class="card scroll"><table><tr><th>agreement of</th><th>and</th><th class="num">answers</th><th class="num">same, %</th><th class="num">Cohen's kappa</th></tr>
<#list panel.agreement as pair>
<tr><td>${pair.first}</td><td>${pair.second}</td><@p.num pair.items/><td class="num"><#if pair.items == 0>&ndash;<#else>${percent(pair.same / pair.items)}</#if></td><td class="num"><@decimals pair.kappa!""/></td></tr><#t>
</#list>
</table><#list panel.alpha!{} as name, value><p class="soft">Krippendorff's alpha, ${name}: <@decimals value!""/></p></#list></div>
</#list>
</#if>
<h2>How it went</h2>
<div class="two">
<div class="card"><h3>Outcomes</h3><table><#list course as name, value><@line name value/></#list></table></div>
<div class="card"><h3>Tokens, time and cost</h3><table><#list expense as name, value><@line name value/></#list></table></div>
</div>
<h2>Settings</h2>
<div class="card scroll"><table><#list settings as name, value><tr><td>${name}</td><td><code>${value}</code></td></tr></#list></table></div>
<h2>Questions</h2>
<p class="soft" id="count" aria-live="polite">${questions?size} questions</p>
<div class="controls"><input id="search" type="search" placeholder="Search questions, replies, evidence" aria-label="Search"><#t>
<@select "category" "every category" categories/><#t>
<select id="score" aria-label="score"><option value="">every score</option><option value="zero">score 0</option><option value="part">between 0 and 1</option><option value="full">score 1</option><option value="none">unscored</option></select><#t>
<@select "outcome" "every outcome" outcomes + ["not-asked"]/><#t>
<select id="order" aria-label="Order"><option value="">file order</option><option value="worst">worst first</option><option value="best">best first</option></select></div>
<div id="questions">
<#list questions as q>
<@question q/>
</#list>
</div>
<footer><p>Everything here rests on ${clusters} conversation${(clusters == 1)?then("", "s")}. Means are over scored questions; every count is shown. Data sha256 <code>${sha256}</code>, settings fingerprint <code>${fingerprint}</code>.</p></footer>
</@p.page>
<#macro head text><th class="num">${text}</th></#macro>
<#macro mean of><#if of.mean.isPresent()>${percent(of.mean.getAsDouble())}<#else>&ndash;</#if></#macro>
<#macro range of><#if of.interval??><@ends of.interval/></#if></#macro>
<#macro ends of>${percent(of.low)} to ${percent(of.high)}</#macro>
<#macro cell of><td class="num"><@mean of/><span class="soft"><@range of/></span><span class="soft">n = ${of.scored()}</span></td></#macro>
<#macro line name value><tr><td>${name}</td><td class="end">${value}</td></tr></#macro>
<#macro decimals value><#if value?is_number>${value?string("0.000")}<#else>&ndash;</#if></#macro>
<#macro tile title of extra="">
<#if of.asked() != 0>
<div class="card tile ${extra}"><h3>${title}</h3><div class="big"><@mean of/><span class="unit">%</span></div><div><#if of.interval??>95 % interval <@range of/></#if></div><div class="soft">${metric}; n = ${of.scored()} scored of ${of.asked()} asked</div></div>
</#if>
</#macro>
<#macro judged title>
<tr><th>${title}</th><#list judges as j><th class="num">${j.entry.model!j.metric}<br>${j.entry.rubric!}</th></#list></tr>
</#macro>
<#macro judgedSlice title slices>
<tr><td>${title}</td><#list slices as slice><td class="num"><@rate slice.mean!"", slice, slice.scored!0/></td></#list></tr>
</#macro>
<#-- A share with its interval and how many it is of. -->
<#macro rate value interval n><#if !value?is_number>&ndash;<#else>${percent(value)}<#if interval.low??><span class="soft"><@ends interval/></span></#if><span class="soft">n = ${n}</span></#if></#macro>
<#macro kinds error>
<#assign seen = []>
<#list judges as j>
<#list (j.calibration.kinds![])?filter(k -> k.error == error) as k>
<#if !seen?seq_contains(k.kind)><#assign seen = seen + [k.kind]></#if>
</#list>
</#list>
<#list seen as name>
<tr><td>${name}</td><#list judges as j><td class="num"><#list (j.calibration.kinds![])?filter(k -> k.kind == name) as k><@rate k.rate!"", k, k.judged!0/></#list><#if !j.calibrated><span class="soft">not known</span></#if></td></#list></tr>
</#list>
</#macro>
<#macro select id all values><select id="${id}" aria-label="${id}"><option value="">${all}</option><#list values as value><option value="${value}">${value}</option></#list></select></#macro>
<#-- A text under a heading; a long one is folded behind its start. -->
<#macro entry name of><dt>${name}</dt><dd><@text of/></dd></#macro>
<#macro text of><#if strip(of) == ""><span class="empty">empty</span><#elseif (of?length > 600)><details class="long"><summary><span class="start" dir="auto">${start(of)} &hellip;</span> <b>all ${of?length} characters</b></summary><span class="text" dir="auto">${of}</span></details><#else><span class="text" dir="auto">${of}</span></#if></#macro>
<#macro reply p><@entry (p.form == "free")?then("Answer", "Choice, " + p.form) p.answer/><#if p.reason != ""><@entry p.outcome.label() p.reason/></#if><#if strip(p.exchange.raw) != "" && strip(p.exchange.raw) != strip(p.answer)><@entry "Raw reply" p.exchange.raw/></#if></#macro>
<#macro question of>
<#assign q = of.question kind = of.kind!"none" outcome = (of.free.outcome.label())!"not-asked">
<details class="q ${kind}" data-category="${q.category.label()}" data-score="${kind}" data-outcome="${outcome}" data-value="${of.value!}"><summary><span class="id">${q.key()}</span><span class="cat">${q.category.label()}</span><span class="qt" dir="auto">${q.text}</span><span class="value"><#if of.value??>${percent(of.value)}<#else>-</#if></span></summary><div class="body"><dl><#t>
<#if q.gold.text??><@entry "Gold" q.gold.text/><#else><dt>Gold</dt><dd class="empty">not answered in the conversation</dd><#if q.gold.lure??><@entry "Lure" q.gold.lure/></#if><#if q.gold.statedAnswer??><@entry "Answer in file" q.gold.statedAnswer/></#if></#if><#list of.replies as p><@reply p/></#list><#t>
<#if q.evidence?has_content><dt>Evidence</dt><dd><#list of.turns as turn><p class="turn" dir="auto"><span class="chip hit">${turn.id}</span><#if turn.session??><span class="soft">${turn.session.dateText}</span><br><#if turn.turn??><b>${turn.turn.speaker}</b>: ${turn.turn.text}<#if turn.turn.caption()??><span class="soft"> [picture: ${turn.turn.caption()}]</span></#if></#if></#if></p><#else><@text q.evidence?join(" ")/></#list></dd></#if><#t>
<#if (of.free.context)?has_content><dt>Context</dt><dd><#list of.free.context as id><span class="chip${of.hits?seq_contains(id)?then(" hit", "")}">${id}</span></#list></dd></#if><#t>
</dl><table><tr><th>metric</th><th class="num">score</th><th>why</th></tr><#list of.scores as metric, score><tr><td>${metric}</td><#if score.value??><@p.num percent(score.value)/><td>${score.why}</td><#else><td class="num">-</td><td>${score.reason.label()}<#if score.detail != "">: ${score.detail}</#if></td></#if></tr></#list></table></div></details>
</#macro>
</#escape>
