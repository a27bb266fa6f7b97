// The lists are those that Lucene names: English is Lucene's own of 33 words; the others follow the lists
// that the Snowball project publishes beside its stemmers, without their rarest inflected forms.

#include <map>

#include "analyzers/token_filters/stop_filter.hpp"

namespace aisle::analyzers {
namespace {

// One string per language, words separated by spaces: short to read, split when asked for.
const std::map<std::string_view, std::string_view>& lists() {
  static const std::map<std::string_view, std::string_view> kLists = {
      {"none", ""},
      {"english",
       "a an and are as at be but by for if in into is it no not of on or such that the their then there "
       "these they "
       "this to was will with"},
      {"german",
       "aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes anderm "
       "andern "
       "anderr anders auch auf aus bei bin bis bist da damit dann der den des dem die das daß derselbe "
       "derselben "
       "denselben desselben demselben dieselbe dieselben dasselbe dazu dein deine deinem deinen deiner "
       "deines denn "
       "derer dessen dich dir du dies diese diesem diesen dieser dieses doch dort durch ein eine einem einen "
       "einer "
       "eines einig einige einigem einigen einiger einiges einmal er ihn ihm es etwas euer eure eurem euren "
       "eurer "
       "eures für gegen gewesen hab habe haben hat hatte hatten hier hin hinter ich mich mir ihr ihre ihrem "
       "ihren "
       "ihrer ihres euch im in indem ins ist jede jedem jeden jeder jedes jene jenem jenen jener jenes jetzt "
       "kann "
       "kein keine keinem keinen keiner keines können könnte machen man manche manchem manchen mancher "
       "manches mein "
       "meine meinem meinen meiner meines mit muss musste nach nicht nichts noch nun nur ob oder ohne sehr "
       "sein seine "
       "seinem seinen seiner seines selbst sich sie ihnen sind so solche solchem solchen solcher solches "
       "soll sollte "
       "sondern sonst über um und uns unse unsem unsen unser unses unter viel vom von vor während war waren "
       "warst was "
       "weg weil weiter welche welchem welchen welcher welches wenn werde werden wie wieder will wir wird "
       "wirst wo "
       "wollen wollte würde würden zu zum zur zwar zwischen"},
      {"french",
       "au aux avec ce ces dans de des du elle en et eux il je la le leur lui ma mais me même mes moi mon ne "
       "nos "
       "notre nous on ou par pas pour qu que qui sa se ses sur ta te tes toi ton tu un une vos votre vous c "
       "d j l à m "
       "n s t y étée étées étant suis es êtes étais était étions étiez étaient fus fut fûmes fûtes furent "
       "sois soit "
       "soyons soyez soient fusse fusses fussions fussiez fussent ayant eu eue eues eus ai as avons avez ont "
       "aurai "
       "auras aura aurons aurez auront aurais aurait aurions auriez auraient avais avait avions aviez "
       "avaient eut "
       "eûmes eûtes eurent aie aies ait ayons ayez aient eusse eusses eût eussions eussiez eussent ceci cela "
       "celà cet "
       "cette ici ils les leurs quel quels quelle quelles sans soi"},
      {"spanish",
       "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este sí "
       "porque "
       "esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno "
       "les ni "
       "contra otros ese eso ante ellos e esto mí antes algunos qué unos yo otro otras otra él tanto esa "
       "estos mucho "
       "quienes nada muchos cual poco ella estar estas algunas algo nosotros mi mis tú te ti tu tus ellas "
       "nosotras "
       "vosotros vosotras os mío mía míos mías tuyo tuya tuyos tuyas suyo suya suyos suyas nuestro nuestra "
       "nuestros "
       "nuestras vuestro vuestra vuestros vuestras esos esas estoy estás está estamos estáis están esté "
       "estés estemos "
       "estéis estén estaba estabas estábamos estabais estaban estuve estuvo estuvieron he has ha hemos "
       "habéis han "
       "haya hayas hayamos hayan había habías habíamos habían hube hubo hubieron soy eres es somos sois son "
       "sea seas "
       "seamos sean era eras éramos erais eran fui fuiste fue fuimos fuisteis fueron tengo tienes tiene "
       "tenemos "
       "tenéis tienen tenga tengas tengan tenía tenías tenían tuve tuvo tuvieron"},
      {"italian",
       "ad al allo ai agli all agl alla alle con col coi da dal dallo dai dagli dall dagl dalla dalle di del "
       "dello dei "
       "degli dell degl della delle in nel nello nei negli nell negl nella nelle su sul sullo sui sugli sull "
       "sugl "
       "sulla sulle per tra contro io tu lui lei noi voi loro mio mia miei mie tuo tua tuoi tue suo sua suoi "
       "sue "
       "nostro nostra nostri nostre vostro vostra vostri vostre mi ti ci vi lo la li le gli ne il un uno una "
       "ma ed se "
       "perché anche come dov dove che chi cui non più quale quanto quanti quanta quante quello quelli "
       "quella quelle "
       "questo questi questa queste si tutto tutti a c e i l o ho hai ha abbiamo avete hanno abbia abbiate "
       "abbiano "
       "avrò avrai avrà avremo avrete avranno avevo avevi aveva avevamo avevate avevano avuto avuta avuti "
       "avute sono "
       "sei è siamo siete sia siate siano sarò sarai sarà saremo sarete saranno ero eri era eravamo eravate "
       "erano fui "
       "fosti fu fummo foste furono essendo faccio fai facciamo fanno sto stai sta stiamo stanno"},
      {"portuguese",
       "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua "
       "ou quando "
       "muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem nas me esse "
       "eles você "
       "essa num nem suas meu às minha numa pelos elas qual nós lhe deles essas esses pelas este dele tu te "
       "vocês vos "
       "lhes meus minhas teu tua teus tuas nosso nossa nossos nossas dela delas esta estes estas aquele "
       "aquela "
       "aqueles aquelas isto aquilo estou está estamos estão estive esteve estivemos estiveram estava "
       "estávamos "
       "estavam hei há havemos hão houve houvemos houveram haja hajamos hajam sou somos são era éramos eram "
       "fui foi "
       "fomos foram seja sejamos sejam fosse fossem for formos forem serei será seremos serão tenho tem "
       "temos têm "
       "tinha tínhamos tinham tive teve tivemos tiveram tenha tenham terei terá teremos terão"},
      {"dutch",
       "de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er maar om hem dan "
       "zou of wat "
       "mijn men dit zo door over ze zich bij ook tot je mij uit der daar haar naar heb hoe heeft hebben "
       "deze u want "
       "nog zal me zij nu ge geen omdat iets worden toch al waren veel meer doen toen moet ben zonder kan "
       "hun dus "
       "alles onder ja eens hier wie werd altijd doch wordt wezen kunnen ons zelf tegen na reeds wil kon "
       "niets uw "
       "iemand geweest andere"},
      {"swedish",
       "och det att i en jag hon som han på den med var sig för så till är men ett om hade de av icke mig du "
       "henne då "
       "sin nu har inte hans honom skulle hennes där min man ej vid kunde något från ut när efter upp vi dem "
       "vara vad "
       "över än dig kan sina här ha mot alla under någon eller allt mycket sedan ju denna själv detta åt "
       "utan varit "
       "hur ingen mitt ni bli blev oss din dessa några deras blir mina samma vilken er sådan vår blivit dess "
       "inom "
       "mellan sådant varför varje vilka ditt vem vilket sitta sådana vart dina vars vårt våra ert era "
       "vilkas"},
      {"norwegian",
       "og i jeg det at en et den til er som på de med han av ikke der så var meg seg men ett har om vi min "
       "mitt ha "
       "hadde hun nå over da ved fra du ut sin dem oss opp man kan hans hvor eller hva skal selv sjøl her "
       "alle vil bli "
       "ble blei blitt kunne inn når være kom noen noe ville dere som deres kun ja etter ned skulle denne "
       "for deg si "
       "sine sitt mot å meget hvorfor dette disse uten hvordan ingen din ditt blir samme hvilken hvilke sånn "
       "inni "
       "mellom vår hver hvem vors hvis både bare enn fordi før mange også slik vært"},
      {"danish",
       "og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min "
       "havde ham hun "
       "nu over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev kunne ind "
       "når være dog "
       "noget ville jo deres efter ned skulle denne end dette mit også under have dig anden hende mine alt "
       "meget sit "
       "sine vor mod disse hvis din nogle hos blive mange ad bliver hendes været thi jer sådan"},
      {"finnish",
       "olla olen olet on olemme olette ovat ole oli en et ei emme ette eivät minä minun minut minua sinä "
       "sinun sinut "
       "sinua hän hänen hänet häntä me meidän meidät meitä te teidän teidät teitä he heidän heidät heitä "
       "tämä tämän "
       "tätä tässä tästä tuo tuon tuota se sen sitä siinä siitä siihen nämä näiden näitä nuo noiden noita ne "
       "niiden "
       "niitä kuka kenen ketä ketkä mikä minkä mitä missä mistä mihin mitkä joka jonka jota jossa josta "
       "johon jotka "
       "joiden joita että ja jos koska kuin mutta niin sekä sillä tai vaan vai vaikka kanssa mukaan noin "
       "poikki yli "
       "kun nyt itse"},
      {"russian",
       "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было "
       "вот от меня "
       "еще нет о из ему теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь опять уж "
       "вам сказал "
       "ведь там потом себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без "
       "будто "
       "человек чего раз тоже себе под жизнь будет ж тогда кто этот говорил того потому этого какой совсем "
       "ним здесь "
       "этом один почти мой тем чтобы нее кажется сейчас были куда зачем сказать всех никогда сегодня можно "
       "при "
       "наконец два об другой хоть после над больше тот через эти нас про всего них какая много разве "
       "сказала три эту "
       "моя впрочем хорошо свою этой перед иногда лучше чуть том нельзя такой им более всегда конечно всю "
       "между"},
  };
  return kLists;
}

std::vector<std::string> split(std::string_view words) {
  std::vector<std::string> parts;
  while (!words.empty()) {
    const std::size_t space = std::min(words.find(' '), words.size());
    parts.emplace_back(words.substr(0, space));
    words.remove_prefix(std::min(space + 1, words.size()));
  }
  return parts;
}

}  // namespace

std::optional<std::vector<std::string>> named_stop_words(std::string_view name) {
  auto found = lists().find(name);
  if (found == lists().end()) return std::nullopt;
  return split(found->second);
}

}  // namespace aisle::analyzers
